using Panthera.Storage.Log;

namespace Panthera.Files;

/// <summary>How a store is opened.</summary>
public sealed record PantheraStoreOptions
{
    /// <summary>The folder for contents too large for the engine; created if missing.</summary>
    public required string BlobDirectory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The bounds of the logs.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>The bounds of each tenant's files.</summary>
    public FileStoreOptions Files { get; init; } = new();

    /// <summary>The bounds of each tenant's permission API.</summary>
    public PermissionStoreOptions Permissions { get; init; } = new();
}
