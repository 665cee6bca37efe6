using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>Operands joined by <c>&amp;&amp;</c> or <c>||</c>.</summary>
/// <remarks>
/// INVARIANT (absorb): an operand that decides, decides, whatever errors and unknowns stand beside it. Else the unknowns of all operands
/// together are the answer, and only without any the first error is.
/// </remarks>
internal sealed class LogicNode(bool isAnd, CelNode[] operands, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var undecided = new Undecided();
        foreach (var operand in operands)
        {
            var value = operand.Evaluate(frame);
            if (isAnd ? value.IsFalse : value.IsTrue)
            {
                return value;
            }

            undecided.Add(value, offset);
        }

        return undecided.Result(otherwise: isAnd);
    }
}
