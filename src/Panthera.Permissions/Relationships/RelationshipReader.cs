using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Relationships;

/// <summary>Reads relationships of one snapshot as text, expired ones left out, structural ones (<c>file#parent</c>, <c>file#owner</c>) included.</summary>
public static class RelationshipReader
{
    /// <summary>Reads the relationships that a filter matches: those of a type in the order of resource numbers.</summary>
    /// <remarks>Lazy. It costs a look-up when the resource or the subject is named whole, else a walk over the types that may match.</remarks>
    public static IEnumerable<Relationship> Read<TStructure>(PermissionsState state, TStructure structure, RelationshipFilter filter, DateTimeOffset now)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(filter);
        return Candidates(state, structure, filter, now).Where(filter.Matches);
    }

    /// <summary>Reads the relationships of one resource.</summary>
    public static IEnumerable<Relationship> On<TStructure>(PermissionsState state, TStructure structure, ObjectKey resource, DateTimeOffset now)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(state);
        return Structural(state, structure, resource).Concat(Stored(state, structure, resource, now.UtcTicks));
    }

    private static IEnumerable<Relationship> Candidates<TStructure>(PermissionsState state, TStructure structure, RelationshipFilter filter, DateTimeOffset now)
        where TStructure : struct, IStructuralRelations
    {
        if (filter is { ResourceType: { } type, ResourceId: { } id })
            return References.TryFind(state, structure, new(type, id), out var key) && key.Id != ObjectKey.Unknown ? On(state, structure, key, now) : [];

        // The structural rows are not in the reverse index: a filter that may match them walks the resources instead.
        var mayBeStructural = structure.IsPresent && filter.ResourceType is null or FileIdText.TypeName
            && filter.Relation is null or FileIdText.ParentRelation or FileIdText.OwnerRelation;
        if (!mayBeStructural && filter is { SubjectType: { } subjectType, SubjectId: { } subjectId, SubjectRelation: { } subjectRelation })
            return To(state, structure, new(subjectType, subjectId, subjectRelation.Length == 0 ? null : subjectRelation), now.UtcTicks);
        return Walk(state, structure, filter, now);
    }

    private static IEnumerable<Relationship> Walk<TStructure>(PermissionsState state, TStructure structure, RelationshipFilter filter, DateTimeOffset now)
        where TStructure : struct, IStructuralRelations
    {
        for (var i = 1; i < state.NextType; i++)
        {
            var table = state.Types[i]!;
            if (filter.ResourceType is not null && filter.ResourceType != table.Name) continue;
            if (References.IsFile(structure, table.Name))
            {
                foreach (var file in structure.FilesFrom(0))
                {
                    foreach (var relationship in On(state, structure, new ObjectKey(table.Id, file), now)) yield return relationship;
                }

                continue;
            }

            var resources = table.Forward.GetEnumerator();
            while (resources.MoveNext())
            {
                foreach (var relationship in Stored(state, structure, new(table.Id, resources.Key), now.UtcTicks)) yield return relationship;
            }
        }
    }

    private static IEnumerable<Relationship> To<TStructure>(PermissionsState state, TStructure structure, SubjectReference subject, long nowTicks)
        where TStructure : struct, IStructuralRelations
    {
        if (!TryFindSubject(state, structure, subject, out var key) || !state.TryGetTargets(key, out var targets)) yield break;
        foreach (var (target, terms) in targets)
        {
            if (!terms.IsLive(nowTicks) || IsHidden(state, structure, target.Resource)) continue;
            yield return References.Format(state, structure, target.Resource, target.Relation, key, terms);
        }
    }

    private static IEnumerable<Relationship> Stored<TStructure>(PermissionsState state, TStructure structure, ObjectKey resource, long nowTicks)
        where TStructure : struct, IStructuralRelations
    {
        if (!state.TryGetGrants(resource, out var grants) || IsHidden(state, structure, resource)) yield break;
        for (var i = 0; i < grants.Relations.Length; i++)
        {
            var relation = grants.Relations[i].Relation;
            foreach (var (subject, terms) in grants.Relations[i].Subjects)
            {
                if (!terms.IsLive(nowTicks) || IsHidden(state, structure, subject.Object)) continue;
                yield return References.Format(state, structure, resource, relation, subject, terms);
            }
        }
    }

    private static IEnumerable<Relationship> Structural<TStructure>(PermissionsState state, TStructure structure, ObjectKey resource)
        where TStructure : struct, IStructuralRelations
    {
        if (!References.IsFile(structure, state.NameOf(resource.Type))) yield break;
        if (!structure.Exists(resource.Id) || !structure.TryGetPlace(resource.Id, out var place)) yield break;
        var file = References.Format(state, structure, resource);
        var owner = References.Format(state, structure, place.Owner);
        if (place.HasParent) yield return new(file, FileIdText.ParentRelation, new(file.Type, FileIdText.Format(place.Parent)));
        yield return new(file, FileIdText.OwnerRelation, new(owner.Type, owner.Id));
    }

    // A file that was deleted is purged later; until then what is stored of it does not exist for anyone.
    private static bool IsHidden<TStructure>(PermissionsState state, TStructure structure, ObjectKey key)
        where TStructure : struct, IStructuralRelations =>
        key.Id != ObjectKey.Wildcard && References.IsFile(structure, state.NameOf(key.Type)) && !structure.Exists(key.Id);

    internal static bool TryFindSubject<TStructure>(PermissionsState state, in TStructure structure, SubjectReference subject, out SubjectKey key)
        where TStructure : struct, IStructuralRelations
    {
        key = default;
        var relation = RelationId.None;
        if (subject.Relation is not null && !state.TryGetRelation(subject.Relation, out relation)) return false;
        if (subject.IsWildcard)
        {
            if (!state.TryGetType(subject.Type, out var type)) return false;
            key = new(type, relation, ObjectKey.Wildcard);
            return true;
        }

        if (!References.TryFind(state, structure, subject.Object, out var found)) return false;
        key = new(found.Type, relation, found.Id);
        return found.Id != ObjectKey.Unknown;
    }
}
