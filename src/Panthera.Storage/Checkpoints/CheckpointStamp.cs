namespace Panthera.Storage.Checkpoints;

/// <summary>Which state of which history an image shows.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Epoch">The log epoch in which the revision counts.</param>
/// <param name="Revision">The newest commit that it contains.</param>
/// <param name="CommitHash">XXH3 over that commit as the log has it: a store that was restored from a backup numbers other commits alike.</param>
public readonly record struct CheckpointStamp(TenantId Tenant, LogEpoch Epoch, Revision Revision, ulong CommitHash);
