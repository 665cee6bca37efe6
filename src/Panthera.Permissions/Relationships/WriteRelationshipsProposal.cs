using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Writes relationships all or none, if the preconditions hold.</summary>
/// <remarks>Gives the number of updates. The same relationship twice is refused: its order would decide the outcome.</remarks>
/// <param name="updates">The changes.</param>
/// <param name="preconditions">What must hold before them.</param>
/// <param name="structureAt">The tree of a state; <see cref="EmptyStructure"/> for a bare tenant.</param>
public sealed class WriteRelationshipsProposal<TStructure>(
    IReadOnlyList<RelationshipUpdate> updates,
    IReadOnlyList<RelationshipPrecondition> preconditions,
    Func<TenantState, TStructure> structureAt) : Proposal<int>
    where TStructure : struct, IStructuralRelations
{
    /// <inheritdoc/>
    public override Outcome<int> Run(Draft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var structure = structureAt(draft.State);
        if (FindRepeated() is { } repeated)
            return new Refusal(RefusalCode.InvalidArgument, $"`{repeated}` is in this write twice; write it once") { Reason = PermissionReasons.UpdatesOnSameRelationship };
        if (Preconditions.Check(draft, structure, preconditions) is { } failed) return failed;
        foreach (var update in updates)
        {
            if (Apply(draft, structure, update) is { } refusal) return refusal;
        }

        return updates.Count;
    }

    private static Refusal? Apply(Draft draft, TStructure structure, RelationshipUpdate update) => update.Operation switch
    {
        RelationshipOperation.Touch => RelationshipWriter.Touch(draft, structure, update.Relationship),
        RelationshipOperation.Create => RelationshipWriter.Create(draft, structure, update.Relationship),
        RelationshipOperation.Delete => RelationshipWriter.Delete(draft, structure, update.Relationship),
        _ => new(RefusalCode.InvalidArgument, $"`{update.Operation}` is no operation; use touch, create or delete"),
    };

    private Relationship? FindRepeated()
    {
        var seen = new HashSet<Relationship>(updates.Count);
        foreach (var update in updates)
        {
            var bare = update.Relationship with { ExpiresAt = null, Caveat = null };
            if (!seen.Add(bare)) return bare;
        }

        return null;
    }
}
