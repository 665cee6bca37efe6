namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>nil</c>.</summary>
internal sealed record NilExpressionSyntax(int Start) : ExpressionSyntax(Start, 0)
{
    public override string ToString() => "nil";
}
