namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A statement inside a definition or a partial; <paramref name="Span"/> is without the comment and what ends it.</summary>
internal abstract record MemberSyntax(NameSyntax Name, string? Comment, TextSpan Span);
