namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>operand[key]</c>.</summary>
internal sealed record IndexSyntax(CelSyntax Operand, CelSyntax Key, int Start)
    : CelSyntax(Start, Math.Max(Operand.Height, Key.Height) + 1);
