using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>!operand</c>.</summary>
internal sealed class NotNode(CelNode operand, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var value = operand.Evaluate(frame);
        return value.Kind == CelKind.Bool ? CelValue.Of(value.Bits == 0)
            : value.IsAbnormal ? value
            : CelValue.Fail($"`!` takes a bool: found {TypeNames.WithArticle(value.Kind)}", offset);
    }
}
