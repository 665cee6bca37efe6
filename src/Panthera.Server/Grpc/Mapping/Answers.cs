using Google.Protobuf.WellKnownTypes;
using Panthera.Permissions.Graph;
using Permissionship = Panthera.Protocol.V1.CheckPermissionResponse.Types.Permissionship;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>What a check came to.</summary>
internal static class Answers
{
    internal static Permissionship ToPermissionship(this in CheckResult result) => result.Decision switch
    {
        Decision.Allowed => Permissionship.HasPermission,
        Decision.Conditional => Permissionship.ConditionalPermission,
        _ => Permissionship.NoPermission,
    };

    /// <summary>What a conditional answer lacks; null for any other.</summary>
    internal static Wire.PartialCaveatInfo? ToPartialCaveatInfo(this in CheckResult result)
    {
        if (result.Decision != Decision.Conditional) return null;
        var info = new Wire.PartialCaveatInfo();
        info.MissingRequiredContext.Add(result.MissingContext);
        return info;
    }

    internal static Timestamp? ToTimestamp(this DateTimeOffset? time) => time is { } at ? Timestamp.FromDateTimeOffset(at) : null;
}
