using System.Text;
using Panthera.Files.Tree;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Permissions;

/// <summary>The calls that change relationships.</summary>
internal sealed class RelationshipWrites(TenantLog log, PermissionStoreOptions options)
{
    internal async Task<Outcome<ZedToken>> WriteAsync(
        IReadOnlyList<RelationshipUpdate> updates,
        IReadOnlyList<RelationshipPrecondition> preconditions,
        string? metadata,
        string? actor,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(updates);
        ArgumentNullException.ThrowIfNull(preconditions);
        if (RequestLimits.CheckUpdates(updates.Count, options.MaxUpdatesPerWrite) is { } tooMany) return tooMany;
        if (RefuseSize(preconditions, metadata) is { } tooLarge) return tooLarge;
        var proposal = new WriteRelationshipsProposal<TreeStructure>(updates, preconditions, StructureAt);
        var (outcome, token) = await log.ProposeAsync(proposal, actor, metadata, cancellationToken).ConfigureAwait(false);
        return outcome.IsAccepted ? token : outcome.Refusal;
    }

    private static TreeStructure StructureAt(TenantState state) => new(state.Of(TreeRoom.Instance));

    private Refusal? RefuseSize(IReadOnlyList<RelationshipPrecondition> preconditions, string? metadata) =>
        RequestLimits.CheckPreconditions(preconditions.Count, options.MaxPreconditionsPerWrite)
        ?? (metadata is null ? null : RequestLimits.CheckMetadata(Encoding.UTF8.GetByteCount(metadata), options.MaxTransactionMetadataBytes));
}
