namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A caveat's parameter and its type.</summary>
internal sealed record CaveatParameterSyntax(NameSyntax Name, CaveatTypeSyntax Type);
