using Panthera.Storage.Collections;

namespace Panthera.Permissions.Relationships;

/// <summary>Every relationship stored of one resource, by relation. Immutable; a resource without any has none of these.</summary>
internal sealed class ResourceGrants
{
    private readonly RelationGrants[] _relations;

    private ResourceGrants(RelationGrants[] relations) => _relations = relations;

    internal static ResourceGrants Empty { get; } = new([]);

    internal ReadOnlySpan<RelationGrants> Relations => _relations;

    internal bool IsEmpty => _relations.Length == 0;

    internal AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder>? Of(RelationId relation)
    {
        foreach (ref readonly var grants in _relations.AsSpan())
        {
            if (grants.Relation == relation) return grants.Subjects;
        }

        return null;
    }

    internal ResourceGrants Set(RelationId relation, SubjectKey subject, RelationshipTerms terms, EditToken edit) =>
        With(relation, (Of(relation) ?? AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder>.Empty).Set(subject, terms, edit));

    internal ResourceGrants Remove(RelationId relation, SubjectKey subject, EditToken edit) =>
        Of(relation) is { } subjects ? With(relation, subjects.Remove(subject, edit)) : this;

    private ResourceGrants With(RelationId relation, AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> subjects)
    {
        var index = Array.FindIndex(_relations, grants => grants.Relation == relation);
        if (subjects.Count == 0) return new([.. _relations.Where(grants => grants.Relation != relation)]);
        if (index < 0) return new([.. _relations, new(relation, subjects)]);
        var next = (RelationGrants[])_relations.Clone();
        next[index] = new(relation, subjects);
        return new(next);
    }
}
