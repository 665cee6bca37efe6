namespace Panthera.Permissions.Schema;

/// <summary>A part of a permission's body, resolved; a tree that is at most 100 operators deep.</summary>
/// <remarks>
/// Immutable. The kinds are <see cref="UnionExpression"/>, <see cref="IntersectionExpression"/>, <see cref="ExclusionExpression"/>,
/// <see cref="MemberExpression"/>, <see cref="ArrowExpression"/>, <see cref="SelfExpression"/> and <see cref="NilExpression"/>.
/// <see cref="object.ToString"/> writes it with every parenthesis, so that the order of evaluation shows.
/// </remarks>
public abstract class Expression
{
    private protected Expression()
    {
    }
}
