using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>range.all(x, condition)</c> and <c>range.exists(x, condition)</c>: a conjunction or disjunction over elements.</summary>
internal sealed class QuantifierNode(bool isAll, CelNode range, int slot, CelNode condition, int steps, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var elements = MacroRange.Elements(range.Evaluate(frame), offset, out var instead);
        if (elements is null)
        {
            return instead;
        }

        var undecided = new Undecided();
        foreach (var element in elements)
        {
            if (!frame.TryCharge(steps))
            {
                return CelFrame.OutOfSteps;
            }

            frame.Slots[slot] = element;
            var value = condition.Evaluate(frame);
            if (isAll ? value.IsFalse : value.IsTrue)
            {
                return value;
            }

            undecided.Add(value, offset);
        }

        return undecided.Result(otherwise: isAll);
    }
}
