namespace Panthera.Permissions.Schema;

/// <summary>Grants the resource itself, as a subject of its own permission (<c>self</c>).</summary>
public sealed class SelfExpression : Expression
{
    private SelfExpression()
    {
    }

    /// <summary>The only instance.</summary>
    public static SelfExpression Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "self";
}
