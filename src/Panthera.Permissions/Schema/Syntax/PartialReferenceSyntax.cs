namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>...name</c>: the members of a partial.</summary>
internal sealed record PartialReferenceSyntax(NameSyntax Name) : MemberSyntax(Name, null);
