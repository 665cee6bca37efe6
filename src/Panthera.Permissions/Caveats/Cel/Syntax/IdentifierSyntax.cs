namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>A name: a parameter, a macro's variable or a type.</summary>
internal sealed record IdentifierSyntax(string Name, int Start) : CelSyntax(Start, 1);
