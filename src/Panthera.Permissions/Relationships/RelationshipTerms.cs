namespace Panthera.Permissions.Relationships;

/// <summary>The value of a stored relationship: on what terms it holds.</summary>
/// <remarks>INVARIANT (terms): a relationship with a caveat is never taken for an unconditional one. Whoever reads the expiry alone may only
/// conclude that it is absent.</remarks>
/// <param name="ExpiresAt">From when on it counts as absent, in UTC ticks; <see cref="Expiry.Never"/> for never.</param>
/// <param name="Caveat">What it depends on; null when it holds unconditionally.</param>
internal readonly record struct RelationshipTerms(long ExpiresAt, StoredCaveat? Caveat)
{
    internal static RelationshipTerms Unconditional => new(Expiry.Never, null);

    internal bool IsLive(long nowTicks) => Expiry.IsLive(ExpiresAt, nowTicks);
}
