namespace Panthera.Permissions.Schema;

/// <summary>Grants whom its left side grants and its right side does not (<c>a - b</c>).</summary>
public sealed class ExclusionExpression : Expression
{
    internal ExclusionExpression(Expression left, Expression right)
    {
        Left = left;
        Right = right;
    }

    /// <summary>Who may be granted.</summary>
    public Expression Left { get; }

    /// <summary>Who is taken away.</summary>
    public Expression Right { get; }

    /// <inheritdoc/>
    public override string ToString() => $"({Left} - {Right})";
}
