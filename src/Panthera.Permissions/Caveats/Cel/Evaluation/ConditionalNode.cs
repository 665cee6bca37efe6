using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>condition ? then : otherwise</c>; only the branch that is chosen is evaluated.</summary>
internal sealed class ConditionalNode(CelNode condition, CelNode then, CelNode otherwise, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var value = condition.Evaluate(frame);
        return value.Kind == CelKind.Bool ? (value.Bits != 0 ? then : otherwise).Evaluate(frame)
            : value.IsAbnormal ? value
            : CelValue.Fail($"the condition before `?` must be a bool: found {TypeNames.WithArticle(value.Kind)}", offset);
    }
}
