using System.Globalization;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.HealthCheck;
using Grpc.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Panthera.Server.Grpc.Calls;
using Panthera.Server.Hosting;
using Health = Grpc.Health.V1;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Hosting;

/// <summary>The gRPC server: the contract's services, health and reflection, on a port of its own.</summary>
/// <remarks>Health and reflection take no key, and tell nothing of any tenant.</remarks>
internal sealed class GrpcHost : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly HealthServiceImpl _health = new();

    internal GrpcHost(GrpcOptions grpc, PantheraServerOptions options, CallTable calls, CallRunner runner)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "Panthera" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Apply(kestrel, grpc, options));
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        services.AddLogging(logging => ForwardingLoggerProvider.AddTo(logging, options.Logging));
        services.AddGrpc(server => server.MaxReceiveMessageSize = grpc.MaxMessageBytes);
        services.AddSingleton<IServiceMethodProvider<PermissionApi>>(new GrpcMethods(calls, runner));
        services.AddSingleton(new PermissionApi());
        services.AddSingleton(_health);
        Google.Protobuf.Reflection.ServiceDescriptor[] described =
        [
            Wire.PermissionsService.Descriptor, Wire.SchemaService.Descriptor, Wire.WatchService.Descriptor, Wire.ExperimentalService.Descriptor, Health.Health.Descriptor,
        ];
        services.AddSingleton(new ReflectionServiceImpl(described));
        services.AddSingleton(new ReflectionV1ServiceImpl(described));
        _host = builder.Build();
        Map(_host, runner);
        // The name of the whole server is empty.
        foreach (var service in described.Select(static service => service.FullName).Prepend("")) _health.SetStatus(service, Health.HealthCheckResponse.Types.ServingStatus.Serving);
    }

    /// <summary>The addresses that it listens on, with their real ports.</summary>
    internal IReadOnlyList<string> Urls => _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>() is { } feature ? [.. feature.Addresses] : [];

    internal Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Says from now on that it does not serve.</summary>
    internal void Drain() => _health.ClearAll();

    internal Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static void Apply(KestrelServerOptions kestrel, GrpcOptions grpc, PantheraServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(grpc.Address, grpc.Port, listen => listen.Protocols = HttpProtocols.Http2);
        var limits = kestrel.Limits;
        // A stream of many messages has no end known beforehand, and may pause: each message is bounded instead, and dead peers are found by pings.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = new(options.MinDataRate, grpc.ReadPause);
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.RequestHeadersTimeout = options.HeadersTimeout;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.Http2.MaxStreamsPerConnection = grpc.MaxStreamsPerConnection;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }

    private static void Map(WebApplication host, CallRunner runner)
    {
        var stopping = host.Lifetime.ApplicationStopping;
        host.Use(next => http => EndsWithServer(http) ? ServeUntilAsync(http, next, stopping) : next(http));
        host.UseRouting();
        host.Use(next => http => IsRefused(http, runner) ? Task.CompletedTask : next(http));
        host.MapGrpcService<PermissionApi>();
        host.MapGrpcService<HealthServiceImpl>();
        host.MapGrpcService<ReflectionServiceImpl>();
        host.MapGrpcService<ReflectionV1ServiceImpl>();
    }

    /// <summary>Answers a call whose key does not open it, before its message is taken in.</summary>
    /// <remarks>INVARIANT (token-first): a message is taken in for nobody without a key.</remarks>
    private static bool IsRefused(HttpContext http, CallRunner runner)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<WireCall>() is not { } call) return false;
        try
        {
            runner.CheckKey(call, http);
            return false;
        }
        catch (RpcException error)
        {
            // An answer of a status alone; what is said of keys is printable ASCII, which needs no escapes there.
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = ((int)error.StatusCode).ToString(CultureInfo.InvariantCulture);
            http.Response.Headers["grpc-message"] = error.Status.Detail;
            return true;
        }
    }

    /// <summary>Health watches and reflection go on for as long as a client likes: they must not hold up a stop.</summary>
    private static bool EndsWithServer(HttpContext http) => http.Request.Path.StartsWithSegments("/grpc.health.v1.Health") || http.Request.Path.Value!.StartsWith("/grpc.reflection.", StringComparison.Ordinal);

    private static async Task ServeUntilAsync(HttpContext http, RequestDelegate next, CancellationToken stopping)
    {
        await using var registration = stopping.Register(static state => ((HttpContext)state!).Abort(), http);
        await next(http).ConfigureAwait(false);
    }
}
