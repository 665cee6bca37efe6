namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>!operand</c>, or <c>-operand</c> of what is no number's literal.</summary>
internal sealed record UnarySyntax(bool IsNot, CelSyntax Operand, int Start) : CelSyntax(Start, Operand.Height + 1);
