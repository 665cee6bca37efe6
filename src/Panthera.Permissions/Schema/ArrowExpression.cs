namespace Panthera.Permissions.Schema;

/// <summary>Follows a relation to other resources and grants whom a member of theirs grants (<c>parent-&gt;read</c>).</summary>
/// <remarks>
/// A subject of the left relation whose type lacks the member on the right grants nobody. A userset (<c>group:eng#member</c>) on
/// the left leads to its object (<c>group:eng</c>). The left relation allows no wildcard.
/// </remarks>
public sealed class ArrowExpression : Expression
{
    internal ArrowExpression(Relation left, string right, ArrowKind kind)
    {
        Left = left;
        Right = right;
        Kind = kind;
    }

    /// <summary>The relation that is followed, of the same definition.</summary>
    public Relation Left { get; }

    /// <summary>The name of the relation or permission asked of each resource; at least one type that the left allows has it.</summary>
    public string Right { get; }

    /// <summary>Whether one or every resource must grant.</summary>
    public ArrowKind Kind { get; }

    /// <inheritdoc/>
    public override string ToString() => Kind == ArrowKind.Any ? $"{Left.Name}->{Right}" : $"{Left.Name}.all({Right})";
}
