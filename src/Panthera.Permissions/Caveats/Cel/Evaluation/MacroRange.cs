using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>What a macro walks: the elements of a list or the keys of a map.</summary>
internal static class MacroRange
{
    /// <summary>Returns the elements to walk; null, and the value to return instead, when there are none to walk.</summary>
    public static CelValue[]? Elements(CelValue range, int offset, out CelValue instead)
    {
        instead = range.IsAbnormal ? range
            : range.Kind is CelKind.List or CelKind.Map ? default
            : CelValue.Fail($"a macro walks a list or a map: found {TypeNames.WithArticle(range.Kind)}", offset);
        return range.Kind switch
        {
            CelKind.List => range.AsList,
            CelKind.Map => range.AsMap.Keys,
            _ => null,
        };
    }
}
