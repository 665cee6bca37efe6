namespace Panthera.Permissions.Relationships;

/// <summary>A named filter whose matches are counted.</summary>
/// <param name="Name">The name, unique within the tenant.</param>
/// <param name="Filter">What it counts.</param>
public sealed record RelationshipCounter(string Name, RelationshipFilter Filter);
