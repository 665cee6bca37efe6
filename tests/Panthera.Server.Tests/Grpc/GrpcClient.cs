using Grpc.Core;
using Panthera.Protocol.V1;

namespace Panthera.Server.Tests.Grpc;

/// <summary>Calls the contract with one key, over gRPC and over its HTTP form.</summary>
internal sealed class GrpcClient
{
    internal GrpcClient(CallInvoker calls, TestServer server, string? key)
    {
        Headers = key is null ? [] : new Metadata { { "authorization", "Bearer " + key } };
        Permissions = new(calls);
        Schema = new(calls);
        Watch = new(calls);
        Experimental = new(calls);
        Http = server.ClientOf(key);
    }

    internal Metadata Headers { get; }

    internal PermissionsService.PermissionsServiceClient Permissions { get; }

    internal SchemaService.SchemaServiceClient Schema { get; }

    internal WatchService.WatchServiceClient Watch { get; }

    internal ExperimentalService.ExperimentalServiceClient Experimental { get; }

    internal ApiClient Http { get; }
}
