using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>list[index]</c> and <c>map[key]</c>.</summary>
internal sealed class IndexNode(CelNode operand, CelNode key, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var container = operand.Evaluate(frame);
        if (container.IsAbnormal)
        {
            return container;
        }

        var at = key.Evaluate(frame);
        return at.IsAbnormal ? at
            : container.Kind == CelKind.List ? Element(container.AsList, at)
            : container.Kind != CelKind.Map ? CelValue.Fail($"{TypeNames.WithArticle(container.Kind)} has no elements", offset)
            : !frame.TryChargeKey(at) ? CelFrame.OutOfSteps
            : container.AsMap.TryFind(at, out var value) ? value
            : CelValue.Fail("the map has no such key", offset);
    }

    private CelValue Element(CelValue[] list, CelValue at)
    {
        var isWhole = at.Kind switch
        {
            CelKind.Int or CelKind.Uint => true,
            CelKind.Double => double.IsInteger(at.AsDouble),
            _ => false,
        };
        if (!isWhole)
        {
            return CelValue.Fail("a list's index must be a whole number", offset);
        }

        // A uint beyond the ints is a negative number of bits, and outside the list like one.
        var index = at.Kind != CelKind.Double ? at.Bits : CelNumbers.TryTruncate(at.AsDouble, out long whole) ? whole : -1;
        return index >= 0 && index < list.Length ? list[index] : CelValue.Fail("the index is outside the list", offset);
    }
}
