namespace Panthera.Permissions.Caching;

/// <summary>What the caches of one tenant's permissions may take in memory; it counts toward the tenant's share of the process.</summary>
public sealed record CacheLimits
{
    /// <summary>The limits unless others are given.</summary>
    public static CacheLimits Default { get; } = new();

    /// <summary>Bytes for answers to whole checks: some sixty thousand of them.</summary>
    public long ResultBytes { get; init; } = 16 << 20;

    /// <summary>Bytes for answers to the costly parts that different checks share.</summary>
    public long SubproblemBytes { get; init; } = 8 << 20;

    /// <summary>Bytes for answers to who is in which group, where the index of groups does not say.</summary>
    public long MembershipBytes { get; init; } = 8 << 20;

    /// <summary>Bytes for bitmaps of what subjects have: a hundred subjects who may read scattered millions, or thousands who may read whole directories.</summary>
    public long BitmapBytes { get; init; } = 32 << 20;
}
