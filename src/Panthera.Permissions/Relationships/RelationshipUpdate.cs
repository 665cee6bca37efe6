namespace Panthera.Permissions.Relationships;

/// <summary>One change to the relationships.</summary>
/// <param name="Operation">What to do.</param>
/// <param name="Relationship">The relationship; a delete ignores its expiry and caveat.</param>
public sealed record RelationshipUpdate(RelationshipOperation Operation, Relationship Relationship);
