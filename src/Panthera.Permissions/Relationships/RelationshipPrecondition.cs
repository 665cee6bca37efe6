namespace Panthera.Permissions.Relationships;

/// <summary>A condition on the stored relationships, decided by the tenant's writer before the updates.</summary>
/// <param name="MustMatch">Whether the filter must match a relationship; when false it must match none.</param>
/// <param name="Filter">Which.</param>
public sealed record RelationshipPrecondition(bool MustMatch, RelationshipFilter Filter);
