using Grpc.Core;
using Panthera.Server.Grpc.Errors;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Calls;

/// <summary>Every call of the contract, with what answers it: over gRPC, over HTTP, and in the description of both.</summary>
internal sealed class CallTable
{
    internal IReadOnlyList<WireCall> All { get; } =
    [
        new ServerStreamCall<Wire.WatchRequest, Wire.WatchResponse>(
            Wire.WatchService.Descriptor.FindMethodByName("Watch"), "/v1/watch", false,
            static (_, _, _) => throw WireErrors.Plain(StatusCode.Unimplemented, "this version has no watch yet; read at a newer ZedToken instead")),
    ];
}
