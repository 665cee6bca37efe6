using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>A whole duration in one unit, its fraction dropped: <c>duration("90m").getHours()</c> is 1 and its minutes are 90.</summary>
internal static class DurationFunctions
{
    public static CelOverload[] Overloads { get; } =
    [
        In("getHours", 3_600_000_000_000),
        In("getMinutes", 60_000_000_000),
        In("getSeconds", 1_000_000_000),
        In("getMilliseconds", 1_000_000),
    ];

    private static CelOverload In(string name, long unit) =>
        new(name, true, [CelType.Duration], CelType.Int, (_, arguments) => CelValue.Of(arguments[0].AsNanoseconds / unit));
}
