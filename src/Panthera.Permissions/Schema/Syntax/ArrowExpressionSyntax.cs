namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>left->right</c>, <c>left.any(right)</c>, <c>left.all(right)</c>.</summary>
internal sealed record ArrowExpressionSyntax(ExpressionSyntax Left, NameSyntax Right, ArrowKind Kind)
    : ExpressionSyntax(Left.Start, Left.Depth + 1)
{
    public override string ToString() => Kind == ArrowKind.Any ? $"{Left}->{Right.Text}" : $"{Left}.all({Right.Text})";
}
