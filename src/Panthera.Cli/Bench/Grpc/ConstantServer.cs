using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Panthera.Protocol.V1;

namespace Panthera.Cli.Bench.Grpc;

/// <summary>The least that the gRPC server can do: the same answer for every check, with nothing decided. What a figure is compared with.</summary>
internal sealed class ConstantServer : IAsyncDisposable
{
    private readonly WebApplication _host;

    private ConstantServer(WebApplication host) => _host = host;

    internal string Url => _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    internal static async Task<ConstantServer> StartAsync(CheckPermissionResponse answer, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "constant" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Service(answer));
        var host = builder.Build();
        host.UseRouting();
        host.MapGrpcService<Service>();
        await host.StartAsync(cancellationToken);
        return new(host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private sealed class Service(CheckPermissionResponse answer) : PermissionsService.PermissionsServiceBase
    {
        private readonly Task<CheckPermissionResponse> _answer = Task.FromResult(answer);

        public override Task<CheckPermissionResponse> CheckPermission(CheckPermissionRequest request, ServerCallContext context) => _answer;
    }
}
