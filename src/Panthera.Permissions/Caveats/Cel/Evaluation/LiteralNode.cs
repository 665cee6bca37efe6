using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>A value known when the expression was compiled.</summary>
internal sealed class LiteralNode(CelValue value) : CelNode
{
    public CelValue Value { get; } = value;

    public override CelValue Evaluate(CelFrame frame) => Value;
}
