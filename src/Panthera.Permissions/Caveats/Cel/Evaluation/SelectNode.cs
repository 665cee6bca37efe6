using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>map.field</c> and <c>has(map.field)</c>.</summary>
internal sealed class SelectNode(CelNode operand, string field, bool isTest, int offset) : CelNode
{
    private readonly CelValue _field = CelValue.Of(field);

    public override CelValue Evaluate(CelFrame frame)
    {
        var container = operand.Evaluate(frame);
        if (container.IsAbnormal)
        {
            return container;
        }

        if (container.Kind != CelKind.Map)
        {
            return CelValue.Fail($"{TypeNames.WithArticle(container.Kind)} has no field `{field}`", offset);
        }

        var isThere = container.AsMap.TryFind(_field, out var value);
        return isTest ? CelValue.Of(isThere)
            : isThere ? value
            : CelValue.Fail($"the map has no key `{field}`; test with `has(...)`", offset);
    }
}
