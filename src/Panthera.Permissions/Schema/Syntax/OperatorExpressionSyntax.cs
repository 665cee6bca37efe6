using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary>
/// Two or more operands joined by one operator: any number for <c>+</c> and <c>&amp;</c>, two for <c>-</c>, whose chains nest to the left.
/// </summary>
internal sealed record OperatorExpressionSyntax(TokenKind Operator, ImmutableArray<ExpressionSyntax> Operands, int Depth)
    : ExpressionSyntax(Operands[0].Start, Depth)
{
    public override string ToString() => $"({string.Join($" {Symbol} ", Operands)})";

    private char Symbol => Operator switch
    {
        TokenKind.Plus => '+',
        TokenKind.And => '&',
        _ => '-',
    };
}
