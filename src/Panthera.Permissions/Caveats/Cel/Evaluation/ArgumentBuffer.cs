using System.Runtime.CompilerServices;
using Panthera.Permissions.Caveats.Cel.Functions;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>The arguments of a call, on the stack.</summary>
[InlineArray(CelOverload.MaxParameters)]
internal struct ArgumentBuffer
{
    private CelValue _first;
}
