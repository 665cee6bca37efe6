using Panthera.Storage;

namespace Panthera.Files.Writes;

/// <summary>Refuses what would have ended before it began: surely a slip.</summary>
internal static class ExpiryRule
{
    internal static Refusal Passed(DateTimeOffset expiresAt) =>
        new(RefusalCode.InvalidArgument, $"expiry `{expiresAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}` has passed already; give a later one, or revoke instead");
}
