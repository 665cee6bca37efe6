namespace Panthera.Files;

/// <summary>Which tenants are in memory, and what they take.</summary>
/// <param name="Tenants">Tenants in memory, those loading or closing included.</param>
/// <param name="Bytes">What they take: native memory counted, managed memory estimated. It exceeds the budget while what is in use does.</param>
/// <param name="BudgetBytes">What they may take before some are evicted.</param>
/// <param name="Loads">Tenants loaded so far.</param>
/// <param name="Evictions">Tenants evicted so far.</param>
public sealed record ResidencyStatistics(int Tenants, long Bytes, long BudgetBytes, long Loads, long Evictions)
{
    /// <summary>Evictions whose closing failed: the tenant left memory, and what it had accepted was or was not written, as its callers were told.</summary>
    public long FailedEvictions { get; init; }

    /// <summary>Tenants that are being loaded now. One that is read from its records answers when all are read.</summary>
    public int Loading { get; init; }

    /// <summary>Records that loads have read so far, those under way included: that it grows shows that they go on.</summary>
    public long RecordsLoaded { get; init; }
}
