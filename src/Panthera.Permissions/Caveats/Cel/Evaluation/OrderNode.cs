using Panthera.Permissions.Caveats.Cel.Syntax;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>&lt; &lt;= &gt; &gt;=</c>.</summary>
internal sealed class OrderNode(BinaryOperator operation, CelNode left, CelNode right, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var x = left.Evaluate(frame);
        if (x.IsAbnormal)
        {
            return x;
        }

        var y = right.Evaluate(frame);
        if (y.IsAbnormal)
        {
            return y;
        }

        if (!CelOrder.TryCompare(frame, x, y, out var order, out var error))
        {
            return CelValue.Fail(error, offset);
        }

        return CelValue.Of(operation switch
        {
            BinaryOperator.Less => order < 0,
            BinaryOperator.LessOrEqual => order <= 0,
            BinaryOperator.Greater => order > 0,
            _ => order >= 0,
        });
    }
}
