using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>A parameter, unknown when it was not given, or a macro's variable.</summary>
internal sealed class SlotNode(int slot) : CelNode
{
    public override CelValue Evaluate(CelFrame frame) => frame.Slots[slot];
}
