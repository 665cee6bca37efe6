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
        foreach (var update in updates)
        {
            if (RequestLimits.CheckContext(update.Relationship, options.MaxRelationshipContextBytes) is { } contextTooLarge) return contextTooLarge;
        }

        var proposal = new WriteRelationshipsProposal<TreeStructure>(updates, preconditions, StructureAt);
        var (outcome, token) = await log.ProposeAsync(proposal, actor, metadata, cancellationToken).ConfigureAwait(false);
        return outcome.IsAccepted ? token : outcome.Refusal;
    }

    internal async Task<Outcome<DeleteAnswer>> DeleteAsync(
        RelationshipFilter filter,
        IReadOnlyList<RelationshipPrecondition> preconditions,
        int limit,
        bool allowPartial,
        string? metadata,
        string? actor,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(preconditions);
        if (RequestLimits.CheckLimit(limit, options.MaxLimit) is { } limitTooLarge) return limitTooLarge;
        if (RefuseSize(preconditions, metadata) is { } tooLarge) return tooLarge;
        var proposal = limit == 0
            ? new DeleteRelationshipsProposal<TreeStructure>(filter, preconditions, options.MaxRelationshipsPerDelete, allowPartial: false, StructureAt)
            : new DeleteRelationshipsProposal<TreeStructure>(filter, preconditions, limit, allowPartial, StructureAt);
        var (outcome, token) = await log.ProposeAsync(proposal, actor, metadata, cancellationToken).ConfigureAwait(false);
        return outcome.IsAccepted ? new DeleteAnswer(outcome.Value.Count, outcome.Value.IsComplete, token) : outcome.Refusal;
    }

    internal async Task<Outcome<ZedToken>> RegisterCounterAsync(string name, RelationshipFilter filter, string? actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(filter);
        var (outcome, token) = await log.ProposeAsync(new RegisterCounterProposal(new(name, filter)), actor, null, cancellationToken).ConfigureAwait(false);
        return outcome.IsAccepted ? token : outcome.Refusal;
    }

    internal async Task<Outcome<ZedToken>> UnregisterCounterAsync(string name, string? actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var (outcome, token) = await log.ProposeAsync(new UnregisterCounterProposal(name), actor, null, cancellationToken).ConfigureAwait(false);
        return outcome.IsAccepted ? token : outcome.Refusal;
    }

    private static TreeStructure StructureAt(TenantState state) => new(state.Of(TreeRoom.Instance));

    private Refusal? RefuseSize(IReadOnlyList<RelationshipPrecondition> preconditions, string? metadata) =>
        RequestLimits.CheckPreconditions(preconditions.Count, options.MaxPreconditionsPerWrite)
        ?? (metadata is null ? null : RequestLimits.CheckMetadata(Encoding.UTF8.GetByteCount(metadata), options.MaxTransactionMetadataBytes));
}
