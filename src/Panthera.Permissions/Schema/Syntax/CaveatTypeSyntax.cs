namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A caveat parameter's type: <c>int</c>, <c>list&lt;string&gt;</c>.</summary>
internal sealed record CaveatTypeSyntax(NameSyntax Name, CaveatTypeSyntax? Argument);
