namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>operand.field</c>, or <c>has(operand.field)</c>.</summary>
internal sealed record SelectSyntax(CelSyntax Operand, string Field, bool IsTest, int Start) : CelSyntax(Start, Operand.Height + 1);
