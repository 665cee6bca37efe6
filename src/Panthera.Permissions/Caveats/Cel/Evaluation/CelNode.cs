using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>An operation of a compiled expression; immutable.</summary>
internal abstract class CelNode
{
    public abstract CelValue Evaluate(CelFrame frame);
}
