namespace Panthera.Permissions.Relationships;

/// <summary>A relationship by numbers: stored, or read from the tree.</summary>
internal readonly record struct RelationshipRow(RelationshipKey Key, RelationshipTerms Terms);
