namespace Panthera.Permissions.Relationships;

/// <summary>The subjects of one relation of one resource, with the terms of each.</summary>
internal readonly record struct RelationGrants(RelationId Relation, AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> Subjects);
