using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>[elements]</c>.</summary>
internal sealed class ListNode(CelNode[] elements) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var values = new CelValue[elements.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = elements[i].Evaluate(frame);
            if (values[i].IsAbnormal)
            {
                return values[i];
            }
        }

        return CelValue.Of(values);
    }
}
