using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary><c>address.in_cidr("10.0.0.0/8")</c>.</summary>
internal static class NetworkFunctions
{
    public static CelOverload[] Overloads { get; } =
    [
        new("in_cidr", true, [CelType.IpAddress, CelType.String], CelType.Bool, static (frame, arguments) =>
            !frame.TryChargeReading(arguments[1].AsString) ? CelFrame.OutOfSteps
            : CidrBlock.TryParse(arguments[1].AsString, out var block)
                ? CelValue.Of(block.Contains(arguments[0].AsIpAddress))
                : CelValue.Fail(NotABlock(arguments[1].AsString))),
    ];

    public static string NotABlock(string text) => $"`{Excerpt.Of(text)}` is no block of addresses; write one like `10.0.0.0/8` or `2001:db8::/32`";
}
