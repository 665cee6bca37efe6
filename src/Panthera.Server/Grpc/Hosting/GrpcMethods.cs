using Grpc.AspNetCore.Server.Model;
using Panthera.Server.Grpc.Calls;

namespace Panthera.Server.Grpc.Hosting;

/// <summary>Tells the gRPC server the calls of the contract.</summary>
internal sealed class GrpcMethods : IServiceMethodProvider<PermissionApi>
{
    private readonly CallTable _calls;
    private readonly CallRunner _runner;

    internal GrpcMethods(CallTable calls, CallRunner runner)
    {
        _calls = calls;
        _runner = runner;
    }

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<PermissionApi> context)
    {
        foreach (var call in _calls.All) call.Bind(context, _runner);
    }
}
