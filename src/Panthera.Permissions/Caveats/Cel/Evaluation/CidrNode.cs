using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>address.in_cidr(block)</c> of a block known when the expression was compiled.</summary>
internal sealed class CidrNode(CelNode address, CidrBlock block, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var value = address.Evaluate(frame);
        return value.Kind == CelKind.IpAddress ? CelValue.Of(block.Contains(value.AsIpAddress))
            : value.IsAbnormal ? value
            : CelValue.Fail($"`in_cidr` takes an ipaddress: found {TypeNames.WithArticle(value.Kind)}", offset);
    }
}
