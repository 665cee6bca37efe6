namespace Panthera.Permissions.Relationships;

/// <summary>The subjects of one relation of one resource, with their expiry in ticks.</summary>
internal readonly record struct RelationGrants(RelationId Relation, AdaptiveMap<SubjectKey, long, SubjectOrder> Subjects);
