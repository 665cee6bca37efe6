namespace Panthera.Permissions.Relationships;

/// <summary>A relationship in text, with its place in the order of an answer.</summary>
/// <param name="Key">The place.</param>
/// <param name="Relationship">The relationship.</param>
public readonly record struct KeyedRelationship(RelationshipKey Key, Relationship Relationship);
