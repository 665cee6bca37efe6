using Panthera.Permissions.Caveats.Cel.Syntax;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>+ - * / %</c>.</summary>
internal sealed class ArithmeticNode(BinaryOperator operation, CelNode left, CelNode right, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var x = left.Evaluate(frame);
        if (x.IsAbnormal)
        {
            return x;
        }

        var y = right.Evaluate(frame);
        return y.IsAbnormal ? y : CelArithmetic.Apply(frame, operation, x, y).At(offset);
    }
}
