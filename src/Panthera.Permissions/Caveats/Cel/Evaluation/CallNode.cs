using Panthera.Permissions.Caveats.Cel.Functions;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>A call of a function.</summary>
/// <remarks>
/// Strict: the first argument that is an error or unknown is the answer. The overload is chosen by the arguments met, which the checker
/// may have known only in part.
/// </remarks>
internal sealed class CallNode(string name, CelOverload[] candidates, CelNode[] arguments, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var buffer = default(ArgumentBuffer);
        for (var i = 0; i < arguments.Length; i++)
        {
            buffer[i] = arguments[i].Evaluate(frame);
            if (buffer[i].IsAbnormal)
            {
                return buffer[i];
            }
        }

        var values = ((ReadOnlySpan<CelValue>)buffer)[..arguments.Length];
        foreach (var overload in candidates)
        {
            if (overload.Accepts(values))
            {
                return overload.Body(frame, values).At(offset);
            }
        }

        return CelValue.Fail($"`{name}` does not take {TypeNames.WithArticle(values[0].Kind)} here", offset);
    }
}
