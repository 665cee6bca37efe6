using Panthera.Storage.Log;

namespace Panthera.Storage.Checkpoints;

/// <summary>A tenant's state as it was loaded.</summary>
/// <param name="State">The state.</param>
/// <param name="FirstKept">The oldest commit that the log still has.</param>
/// <param name="ImageRevision">The revision of the image that it was loaded from; zero for none.</param>
/// <param name="RecordsSince">Records of the checkpointed room that no image has.</param>
internal sealed record LoadedPartition(TenantState State, Revision FirstKept, Revision ImageRevision, long RecordsSince);
