namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>...name</c>: the members of a partial.</summary>
internal sealed record PartialReferenceSyntax(NameSyntax Name, TextSpan Span) : MemberSyntax(Name, null, Span);
