using Panthera.Permissions;

namespace Panthera.Files;

/// <summary>A page of an export.</summary>
/// <param name="Relationships">The relationships, at least one.</param>
/// <param name="Cursor">Goes on after them, in the same snapshot.</param>
public sealed record RelationshipPage(IReadOnlyList<Relationship> Relationships, string Cursor);
