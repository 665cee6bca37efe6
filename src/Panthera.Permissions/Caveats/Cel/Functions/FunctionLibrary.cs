using System.Collections.Frozen;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>Every function an expression can call.</summary>
internal static class FunctionLibrary
{
    private static readonly FrozenDictionary<string, CelOverload[]> ByName = All()
        .GroupBy(overload => overload.Name)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>The overloads of a name, functions and methods; empty when there is no such function.</summary>
    public static ReadOnlySpan<CelOverload> Find(string name) => ByName.TryGetValue(name, out var overloads) ? overloads : [];

    private static IEnumerable<CelOverload> All() =>
    [
        .. SizeFunctions.Overloads,
        .. ConversionFunctions.Overloads,
        .. TextFunctions.Overloads,
        .. TextEditFunctions.Overloads,
        .. TimestampFunctions.Overloads,
        .. DurationFunctions.Overloads,
        .. NetworkFunctions.Overloads,
        .. MapFunctions.Overloads,
    ];
}
