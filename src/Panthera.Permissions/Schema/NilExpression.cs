namespace Panthera.Permissions.Schema;

/// <summary>Grants nobody (<c>nil</c>).</summary>
public sealed class NilExpression : Expression
{
    private NilExpression()
    {
    }

    /// <summary>The only instance.</summary>
    public static NilExpression Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "nil";
}
