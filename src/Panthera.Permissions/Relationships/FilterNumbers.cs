using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Relationships;

/// <summary>A filter by the numbers of one snapshot; a part that is null matches anything.</summary>
/// <remarks>An object named by its id has a number only within its type, so a resource's id without a type stays text.</remarks>
internal sealed record FilterNumbers
{
    internal TypeId? ResourceType { get; private init; }

    internal string? ResourceId { get; private init; }

    internal string? ResourceIdPrefix { get; private init; }

    internal RelationId? Relation { get; private init; }

    internal TypeId? SubjectType { get; private init; }

    internal ulong? SubjectId { get; private init; }

    internal RelationId? SubjectRelation { get; private init; }

    /// <summary>Finds the numbers.</summary>
    /// <returns>False if something is named that was never stored: then nothing matches.</returns>
    internal static bool TryFind<TStructure>(PermissionsState state, in TStructure structure, RelationshipFilter filter, [NotNullWhen(true)] out FilterNumbers? numbers)
        where TStructure : struct, IStructuralRelations
    {
        numbers = null;
        if (!TryFindType(state, filter.ResourceType, out var resourceType) || !TryFindType(state, filter.SubjectType, out var subjectType)) return false;
        if (!TryFindRelation(state, filter.Relation, out var relation) || !TryFindRelation(state, filter.SubjectRelation, out var subjectRelation)) return false;
        ulong? subjectId = null;
        if (filter is { SubjectType: { } type, SubjectId: { } id })
        {
            if (!RelationshipReader.TryFindSubject(state, structure, new(type, id), out var subject)) return false;
            subjectId = subject.Id;
        }

        numbers = new()
        {
            ResourceType = resourceType,
            ResourceId = filter.ResourceId,
            ResourceIdPrefix = filter.ResourceIdPrefix,
            Relation = relation,
            SubjectType = subjectType,
            SubjectId = subjectId,
            SubjectRelation = subjectRelation,
        };
        return true;
    }

    /// <summary>Whether a subject matches; when it does not, where in their order one may that comes later.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="next">The first that may match; null for none.</param>
    internal bool Matches(in SubjectKey subject, out SubjectKey? next)
    {
        var type = SubjectType ?? default;
        var id = SubjectId ?? 0;
        next = null;
        if (SubjectRelation is { } relation && subject.Relation != relation)
        {
            if (subject.Relation.Value < relation.Value) next = new(type, relation, id);
            return false;
        }

        if (SubjectType is null || (subject.Type == type && (SubjectId is null || subject.Id == id))) return true;
        var isBefore = subject.Type.Value < type.Value || (subject.Type == type && subject.Id < id);
        if (isBefore) next = new(type, subject.Relation, id);
        else if (SubjectRelation is null) next = new(type, new(subject.Relation.Value + 1), id);
        return false;
    }

    /// <summary>Whether a target's type and relation match; when they do not, where in their order one may that comes later.</summary>
    internal bool Matches(in GrantTarget target, out GrantTarget? next)
    {
        next = null;
        var relation = Relation ?? default;
        if (ResourceType is { } type && target.Type != type)
        {
            if (target.Type.Value < type.Value) next = new(type, relation, 0);
            return false;
        }

        if (Relation is null || target.Relation == relation) return true;
        if (target.Relation.Value < relation.Value) next = new(target.Type, relation, 0);
        else if (ResourceType is null) next = new(new(target.Type.Value + 1), relation, 0);
        return false;
    }

    private static bool TryFindType(PermissionsState state, string? name, out TypeId? type)
    {
        type = null;
        if (name is null) return true;
        if (!state.TryGetType(name, out var found)) return false;
        type = found;
        return true;
    }

    private static bool TryFindRelation(PermissionsState state, string? name, out RelationId? relation)
    {
        relation = null;
        if (name is null) return true;
        RelationId found = default;
        if (name.Length > 0 && !state.TryGetRelation(name, out found)) return false;
        relation = found;
        return true;
    }
}
