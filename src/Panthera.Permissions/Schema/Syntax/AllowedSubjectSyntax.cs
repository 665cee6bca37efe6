namespace Panthera.Permissions.Schema.Syntax;

/// <summary>One form of subject of a relation; <c>user#...</c> has no relation.</summary>
internal sealed record AllowedSubjectSyntax(NameSyntax Type, NameSyntax? Relation, bool IsWildcard, NameSyntax? Caveat, bool Expires);
