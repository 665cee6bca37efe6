namespace Panthera.Permissions.Relationships;

/// <summary>An expiry as UTC ticks; <see cref="Never"/> for none.</summary>
/// <remarks>INVARIANT (expiry): a relationship counts as absent from the very tick of its expiry on, everywhere.</remarks>
internal static class Expiry
{
    internal const long Never = long.MaxValue;

    internal static long Of(DateTimeOffset? expiresAt) => expiresAt?.UtcTicks ?? Never;

    internal static DateTimeOffset? ToTime(long ticks) => ticks == Never ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    internal static bool IsLive(long expiresAtTicks, long nowTicks) => expiresAtTicks > nowTicks;
}
