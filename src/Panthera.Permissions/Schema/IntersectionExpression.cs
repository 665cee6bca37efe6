using System.Collections.Immutable;

namespace Panthera.Permissions.Schema;

/// <summary>Grants whom every one of its operands grants (<c>a &amp; b</c>).</summary>
public sealed class IntersectionExpression : Expression
{
    internal IntersectionExpression(ImmutableArray<Expression> operands) => Operands = operands;

    /// <summary>The operands, at least two, in the order of the text.</summary>
    public ImmutableArray<Expression> Operands { get; }

    /// <inheritdoc/>
    public override string ToString() => $"({string.Join(" & ", Operands)})";
}
