using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>element in list</c> and <c>key in map</c>.</summary>
internal sealed class InNode(CelNode left, CelNode right, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var element = left.Evaluate(frame);
        if (element.IsAbnormal)
        {
            return element;
        }

        var container = right.Evaluate(frame);
        return container.Kind switch
        {
            CelKind.List => CelValue.Of(Contains(frame, container.AsList, element)),
            CelKind.Map => CelValue.Of(frame.TryChargeKey(element) && container.AsMap.TryFind(element, out _)),
            CelKind.Error or CelKind.Unknown => container,
            _ => CelValue.Fail($"`in` looks into a list or a map: found {TypeNames.WithArticle(container.Kind)}", offset),
        };
    }

    private static bool Contains(CelFrame frame, CelValue[] list, CelValue element)
    {
        foreach (var item in list)
        {
            if (!frame.TryCharge(1))
            {
                return false;
            }

            if (CelEquality.AreEqual(frame, item, element))
            {
                return true;
            }
        }

        return false;
    }
}
