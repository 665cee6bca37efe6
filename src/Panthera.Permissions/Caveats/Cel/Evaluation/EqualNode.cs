using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>==</c> and <c>!=</c>.</summary>
internal sealed class EqualNode(bool isNegated, CelNode left, CelNode right) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var x = left.Evaluate(frame);
        if (x.IsAbnormal)
        {
            return x;
        }

        var y = right.Evaluate(frame);
        return y.IsAbnormal ? y : CelValue.Of(CelEquality.AreEqual(frame, x, y) != isNegated);
    }
}
