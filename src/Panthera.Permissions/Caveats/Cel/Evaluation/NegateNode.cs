using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>-operand</c>.</summary>
internal sealed class NegateNode(CelNode operand, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var value = operand.Evaluate(frame);
        return value.Kind switch
        {
            CelKind.Double => CelValue.Of(-value.AsDouble),
            CelKind.Int when value.Bits != long.MinValue => CelValue.Of(-value.Bits),
            CelKind.Int => CelValue.Fail("the result is outside the range of an int", offset),
            CelKind.Error or CelKind.Unknown => value,
            _ => CelValue.Fail($"`-` takes an int or a double: found {TypeNames.WithArticle(value.Kind)}", offset),
        };
    }
}
