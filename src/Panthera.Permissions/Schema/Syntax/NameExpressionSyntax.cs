namespace Panthera.Permissions.Schema.Syntax;

/// <summary>The name of a relation or permission.</summary>
internal sealed record NameExpressionSyntax(NameSyntax Name) : ExpressionSyntax(Name.Start, 0)
{
    public override string ToString() => Name.Text;
}
