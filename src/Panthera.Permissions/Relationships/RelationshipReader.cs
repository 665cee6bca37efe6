using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Relationships;

/// <summary>Reads relationships of one snapshot as text, expired ones left out, structural ones (<c>file#parent</c>, <c>file#owner</c>) included.</summary>
public static class RelationshipReader
{
    /// <summary>Refuses a filter whose parts do not fit together, or which names what the schema does not have.</summary>
    /// <returns>Null for a filter that can be read by.</returns>
    public static Refusal? Validate(PermissionsState state, RelationshipFilter filter)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Misfit() is { } misfit) return misfit;
        if (filter.ResourceType is { } type)
        {
            if (SchemaLookup.FindType(state.Schema, type, out var definition) is { } noType) return noType;
            if (filter.Relation is { } relation && SchemaLookup.FindMember(definition, relation, out _) is { } noRelation) return noRelation;
        }

        if (filter.SubjectType is not { } subjectType) return null;
        if (SchemaLookup.FindType(state.Schema, subjectType, out var subject) is { } noSubject) return noSubject;
        return filter.SubjectRelation is { Length: > 0 } member ? SchemaLookup.FindMember(subject, member, out _) : null;
    }

    /// <summary>Reads the relationships that a filter matches, in the fixed order of <see cref="Walk"/>.</summary>
    /// <remarks>Lazy, in memory that does not grow with what is stored.</remarks>
    public static IEnumerable<Relationship> Read<TStructure>(PermissionsState state, TStructure structure, RelationshipFilter filter, DateTimeOffset now)
        where TStructure : struct, IStructuralRelations =>
        Walk(state, structure, filter, now, null, storedOnly: false).Select(row => row.Relationship);

    /// <summary>Reads the relationships that a filter matches, in an order that the filter decides and a reload keeps.</summary>
    /// <remarks>Lazy, in memory that does not grow with what is stored. It seeks where the resource, its prefix or the subject is named, and walks the types that may match
    /// where neither is.</remarks>
    /// <param name="state">The relationships.</param>
    /// <param name="structure">The tree.</param>
    /// <param name="filter">Which.</param>
    /// <param name="now">The clock that expiries are compared with.</param>
    /// <param name="after">The row to go on after, of the same filter and snapshot; null to begin.</param>
    /// <param name="storedOnly">Whether the tree's own relationships are left out. An empty filter matches all the others.</param>
    /// <param name="cancellationToken">Ends the walk, also where nothing matches for long.</param>
    public static IEnumerable<KeyedRelationship> Walk<TStructure>(
        PermissionsState state,
        TStructure structure,
        RelationshipFilter filter,
        DateTimeOffset now,
        RelationshipKey? after,
        bool storedOnly,
        CancellationToken cancellationToken = default)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(filter);
        return Rows(state, structure, filter, now, after, storedOnly, cancellationToken)
            .Select(row => new KeyedRelationship(row.Key, References.Format(state, structure, row.Key.Resource, row.Key.Relation, row.Key.Subject, row.Terms)));
    }

    /// <summary>Reads the relationships of one resource.</summary>
    public static IEnumerable<Relationship> On<TStructure>(PermissionsState state, TStructure structure, ObjectKey resource, DateTimeOffset now)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(state);
        var (type, id) = References.Format(state, structure, resource);
        return Read(state, structure, new() { ResourceType = type, ResourceId = id }, now);
    }

    /// <summary>Counts the relationships that a filter matches, at the cost of walking them.</summary>
    /// <param name="state">The relationships.</param>
    /// <param name="structure">The tree.</param>
    /// <param name="filter">Which.</param>
    /// <param name="now">The clock that expiries are compared with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static long Count<TStructure>(PermissionsState state, TStructure structure, RelationshipFilter filter, DateTimeOffset now, CancellationToken cancellationToken)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(filter);
        long count = 0;
        foreach (var _ in Rows(state, structure, filter, now, cancellationToken: cancellationToken)) count++;
        return count;
    }

    internal static IEnumerable<RelationshipRow> Rows<TStructure>(
        PermissionsState state,
        TStructure structure,
        RelationshipFilter filter,
        DateTimeOffset now,
        RelationshipKey? after = null,
        bool storedOnly = false,
        CancellationToken cancellationToken = default)
        where TStructure : struct, IStructuralRelations =>
        FilterNumbers.TryFind(state, structure, filter, out var numbers) ? new RelationshipWalk<TStructure>(state, structure, numbers, now.UtcTicks, after, storedOnly, cancellationToken).Rows() : [];

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
