using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary><c>size(x)</c> and <c>x.size()</c>: characters of a text, bytes, elements.</summary>
internal static class SizeFunctions
{
    public static CelOverload[] Overloads { get; } =
    [
        .. Both(CelType.String, static (frame, arguments) =>
            frame.TryChargeText(arguments[0].AsString.Length)
                ? CelValue.Of((long)CodePoints.Count(arguments[0].AsString))
                : CelFrame.OutOfSteps),
        .. Both(CelType.Bytes, static (_, arguments) => CelValue.Of((long)arguments[0].AsBytes.Length)),
        .. Both(CelType.AnyList, static (_, arguments) => CelValue.Of((long)arguments[0].AsList.Length)),
        .. Both(CelType.AnyMap, static (_, arguments) => CelValue.Of((long)arguments[0].AsMap.Count)),
    ];

    private static CelOverload[] Both(CelType type, CelFunction body) =>
        [new("size", false, [type], CelType.Int, body), new("size", true, [type], CelType.Int, body)];
}
