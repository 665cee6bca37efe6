using Panthera.Permissions;

namespace Panthera.Files;

/// <summary>A relationship that was read, and where to go on reading.</summary>
/// <param name="Relationship">The relationship.</param>
/// <param name="Cursor">Goes on after it, in the same snapshot.</param>
public readonly record struct FoundRelationship(Relationship Relationship, string Cursor);
