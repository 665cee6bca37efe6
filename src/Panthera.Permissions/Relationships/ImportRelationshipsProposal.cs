using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Creates any number of relationships in one commit, or none: one that exists, or that stands there twice, refuses them all.</summary>
/// <remarks>Gives how many. The commit is held in memory until it is stored; the caller bounds it.</remarks>
/// <param name="read">Reads them from the beginning; called once a run, on the writer.</param>
/// <param name="structureAt">The tree of a state; <see cref="EmptyStructure"/> for a bare tenant.</param>
public sealed class ImportRelationshipsProposal<TStructure>(Func<IEnumerable<Relationship>> read, Func<TenantState, TStructure> structureAt) : Proposal<long>
    where TStructure : struct, IStructuralRelations
{
    /// <inheritdoc/>
    public override Outcome<long> Run(Draft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var structure = structureAt(draft.State);
        long count = 0;
        foreach (var relationship in read())
        {
            if (RelationshipWriter.Create(draft, structure, relationship) is { } refusal) return refusal;
            count++;
        }

        return count;
    }
}
