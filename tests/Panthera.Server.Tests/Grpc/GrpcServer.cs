using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;
using Panthera.Files;
using Panthera.Server.Grpc;
using Panthera.Server.Grpc.Testing;

namespace Panthera.Server.Tests.Grpc;

/// <summary>A server that also listens for gRPC, with a bare tenant `perms` beside those of <see cref="TestServer"/>, in testing mode if asked for.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private GrpcServer(TestServer http, FakeTimeProvider clock)
    {
        Http = http;
        Clock = clock;
        _channel = GrpcChannel.ForAddress(http.Server.GrpcUrls[0], new GrpcChannelOptions { MaxReceiveMessageSize = null });
        Calls = _channel.CreateCallInvoker();
    }

    internal TestServer Http { get; }

    /// <summary>The store's clock; it begins at the present and moves only when told.</summary>
    internal FakeTimeProvider Clock { get; }

    /// <summary>Without a key.</summary>
    internal CallInvoker Calls { get; }

    /// <summary>As the holder of the tenant's key.</summary>
    internal GrpcClient Owner { get; private set; } = null!;

    internal static async Task<GrpcServer> StartAsync(bool testing = false, Func<PantheraServerOptions, PantheraServerOptions>? configure = null)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var http = await TestServer.StartAsync(options =>
        {
            options = options with { Grpc = new GrpcOptions { Port = 0 }, Testing = testing ? new TestingOptions { MaxTenants = 4 } : null };
            return configure?.Invoke(options) ?? options;
        }, clock);
        _ = (await http.Store.CreateBareTenantAsync("perms", CancellationToken.None)).Value;
        _ = (await http.Store.CreateBareTenantAsync("other", CancellationToken.None)).Value;
        var server = new GrpcServer(http, clock);
        server.Owner = await server.ClientAsync(TokenScope.Permissions, "perms");
        return server;
    }

    internal async Task<GrpcClient> ClientAsync(TokenScope scope, string? tenant, string? subject = null) => ClientOf(await Http.MintAsync(scope, tenant, subject));

    internal GrpcClient ClientOf(string? key) => new(Calls, Http, key);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Http.DisposeAsync();
    }
}
