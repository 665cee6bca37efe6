using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Removes the relationships that a filter matches, if the preconditions hold; the tree's own never.</summary>
/// <remarks>What matches is looked up when the writer runs it, by index; no more is looked at than is removed, and one. What has expired is gone already.</remarks>
/// <param name="filter">Which; not empty.</param>
/// <param name="preconditions">What must hold before.</param>
/// <param name="limit">How many to remove at most.</param>
/// <param name="allowPartial">Whether more may match than are removed.</param>
/// <param name="structureAt">The tree of a state; <see cref="EmptyStructure"/> for a bare tenant.</param>
public sealed class DeleteRelationshipsProposal<TStructure>(
    RelationshipFilter filter,
    IReadOnlyList<RelationshipPrecondition> preconditions,
    int limit,
    bool allowPartial,
    Func<TenantState, TStructure> structureAt) : Proposal<DeletedRelationships>
    where TStructure : struct, IStructuralRelations
{
    /// <inheritdoc/>
    public override Outcome<DeletedRelationships> Run(Draft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var structure = structureAt(draft.State);
        var state = draft.Of(PermissionsRoom.Instance);
        if (RelationshipReader.Validate(state, filter) is { } invalid) return invalid;
        if (Preconditions.Check(draft, structure, preconditions) is { } failed) return failed;

        // Looked up before anything is removed: a walk must not see its own draft change.
        List<RelationshipRecord> removals = [];
        foreach (var (key, _) in RelationshipReader.Rows(state, structure, filter, draft.Now, storedOnly: true).Take(limit + 1))
            removals.Add(new(key.Resource, key.Relation, key.Subject, RelationshipTerms.Unconditional, IsRemoval: true));
        var isComplete = removals.Count <= limit;
        if (!isComplete && !allowPartial) return TooMany();
        if (!isComplete) removals.RemoveAt(limit);
        foreach (var removal in removals) draft.Yield(removal);
        return new DeletedRelationships(removals.Count, isComplete);
    }

    private Refusal TooMany() => new(RefusalCode.InvalidArgument, $"more than {limit} relationships match `{filter}`; allow partial deletions and repeat, or narrow the filter")
    {
        Reason = PermissionReasons.TooManyRelationshipsForTransactionalDelete,
        Metadata = new Dictionary<string, string> { ["maximum_relationships_deleted"] = $"{limit}" },
    };
}
