namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A statement inside a definition or a partial.</summary>
internal abstract record MemberSyntax(NameSyntax Name, string? Comment);
