using Panthera.Storage.Log;

namespace Panthera.Files;

/// <summary>How a store is opened.</summary>
public sealed record PantheraStoreOptions
{
    /// <summary>The folder for contents too large for the engine; created if missing. Null for a store that writes no file: it has no place for those contents.</summary>
    public required string? BlobDirectory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The bounds of the logs.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>What the tenants in memory may take together, in bytes; past it the least recently used are evicted, and loaded again when asked for.</summary>
    /// <remarks>Half of what the process may have by default: the rest is for the engine's caches, requests, and what is superseded but still held.</remarks>
    public long MemoryBudgetBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>The part of the budget past which a tenant is evicted before smaller ones that were used longer ago; between 0 and 1.</summary>
    public double TenantShare { get; init; } = 0.25;

    /// <summary>The bounds of each tenant's files.</summary>
    public FileStoreOptions Files { get; init; } = new();

    /// <summary>The bounds of each tenant's permission API.</summary>
    public PermissionStoreOptions Permissions { get; init; } = new();
}
