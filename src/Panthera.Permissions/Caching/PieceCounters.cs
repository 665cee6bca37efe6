namespace Panthera.Permissions.Caching;

/// <summary>What one cache or index of a tenant did since it was loaded.</summary>
/// <param name="Hits">Questions that it answered.</param>
/// <param name="Misses">Questions that it had nothing about.</param>
/// <param name="Joined">Questions that waited for somebody else's computation.</param>
/// <param name="Invalidated">Questions that it had an answer to which no longer held, or did not hold yet.</param>
/// <param name="FalselyInvalidated">Of those, the ones whose answer came out the same again.</param>
/// <param name="Bytes">What it takes.</param>
/// <param name="Lag">Commits that it has yet to digest.</param>
public readonly record struct PieceCounters(long Hits, long Misses, long Joined, long Invalidated, long FalselyInvalidated, long Bytes, long Lag);
