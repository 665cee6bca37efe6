namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>left operator right</c>.</summary>
internal sealed record BinarySyntax(BinaryOperator Operator, CelSyntax Left, CelSyntax Right, int Start)
    : CelSyntax(Start, Math.Max(Left.Height, Right.Height) + 1);
