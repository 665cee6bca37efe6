using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>range.map(x, transform)</c>, <c>range.map(x, condition, transform)</c> and <c>range.filter(x, condition)</c>.</summary>
/// <remarks>
/// A list is known only when every element is. A condition that cannot be decided takes the place of what was reported before it, a
/// transform does not: as if the list were built by appending.
/// </remarks>
internal sealed class CollectNode(CelNode range, int slot, CelNode? condition, CelNode? transform, int steps, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var elements = MacroRange.Elements(range.Evaluate(frame), offset, out var instead);
        if (elements is null)
        {
            return instead;
        }

        var collected = new List<CelValue>();
        CelValue? abnormal = null;
        foreach (var element in elements)
        {
            if (!frame.TryCharge(steps))
            {
                return CelFrame.OutOfSteps;
            }

            frame.Slots[slot] = element;
            var isWanted = condition is null ? CelValue.True : condition.Evaluate(frame);
            if (isWanted.Kind != CelKind.Bool)
            {
                abnormal = isWanted.IsAbnormal
                    ? isWanted
                    : CelValue.Fail($"a condition must be a bool: found {TypeNames.WithArticle(isWanted.Kind)}", offset);
                continue;
            }

            if (isWanted.IsTrue && abnormal is null)
            {
                var value = transform is null ? element : transform.Evaluate(frame);
                abnormal = value.IsAbnormal ? value : null;
                collected.Add(value);
            }
        }

        return abnormal ?? CelValue.Of(collected.ToArray());
    }
}
