namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>self</c>, where the flag is on.</summary>
internal sealed record SelfExpressionSyntax(int Start) : ExpressionSyntax(Start, 0)
{
    public override string ToString() => "self";
}
