using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>range.exists_one(x, condition)</c>.</summary>
/// <remarks>It needs every element: one that cannot be decided leaves the count undecided. The last such one is reported.</remarks>
internal sealed class ExistsOneNode(CelNode range, int slot, CelNode condition, int steps, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var elements = MacroRange.Elements(range.Evaluate(frame), offset, out var instead);
        if (elements is null)
        {
            return instead;
        }

        var count = 0;
        CelValue? abnormal = null;
        foreach (var element in elements)
        {
            if (!frame.TryCharge(steps))
            {
                return CelFrame.OutOfSteps;
            }

            frame.Slots[slot] = element;
            var value = condition.Evaluate(frame);
            if (value.Kind == CelKind.Bool)
            {
                count += value.Bits != 0 ? 1 : 0;
            }
            else
            {
                abnormal = value.IsAbnormal
                    ? value
                    : CelValue.Fail($"a condition must be a bool: found {TypeNames.WithArticle(value.Kind)}", offset);
            }
        }

        return abnormal ?? CelValue.Of(count == 1);
    }
}
