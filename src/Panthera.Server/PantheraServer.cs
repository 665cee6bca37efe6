using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using Panthera.Files;
using Panthera.Server.Diagnostics;
using Panthera.Server.Grpc.Calls;
using Panthera.Server.Grpc.Gateway;
using Panthera.Server.Grpc.Hosting;
using Panthera.Server.Grpc.Testing;
using Panthera.Server.Hosting;
using Panthera.Server.Http;

namespace Panthera.Server;

/// <summary>The server of an open store: HTTP, and gRPC if the options say where.</summary>
/// <remarks>It does not own the store: stop or dispose the server first, then the store. It reads no configuration and takes no signals; whoever
/// made it decides when it stops. Thread-safe.</remarks>
public sealed class PantheraServer : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly PantheraServerOptions _options;
    private readonly Readiness _readiness;
    private readonly RequestGate _gate;
    private readonly ServerMetrics _metrics;
    private readonly KeyAccess _access;
    private readonly GrpcHost? _grpc;
    private TestingTenants? _testing;

    private PantheraServer(PantheraStore store, PantheraServerOptions options)
    {
        _options = options;
        _readiness = new(store);
        _gate = new(options.MaxRunningRequests, options.MaxWaitingRequests, options.MaxWait);
        _metrics = new(store, options.Time);
        var logger = options.Logging.CreateLogger("Panthera.Server");
        _host = Build(options);
        var pipeline = new RequestPipeline(store, options, _gate, _metrics, logger);
        _access = new(store, _metrics, logger);
        var runner = new CallRunner(_access, _gate, _metrics, options.Time, logger);
        var calls = new CallTable();
        var gateway = new PermissionGateway(calls, runner, options.MaxGatewayMessageBytes, options.MaxFileBodyBytes);
        if (options.Grpc is { } grpc) _grpc = new(grpc, options, calls, runner);
        var front = new FrontDoor(pipeline, gateway, _readiness, options.Metrics, MetricsPage(_host));
        _host.Run(front.InvokeAsync);
    }

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="store">What it serves; it must outlive the server.</param>
    /// <param name="options">Where it listens, and its bounds.</param>
    public static PantheraServer Create(PantheraStore store, PantheraServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        return new(store, options);
    }

    /// <summary>The addresses that it listens on, with their real ports; empty before it has started.</summary>
    public IReadOnlyList<string> Urls =>
        _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>() is { } feature ? [.. feature.Addresses] : [];

    /// <summary>The addresses of the gRPC form, with their real ports; empty before it has started, and where it has none.</summary>
    public IReadOnlyList<string> GrpcUrls => _grpc?.Urls ?? [];

    /// <summary>Starts to listen.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">An address is in use, or cannot be listened on.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Testing is { } testing) _access.Testing = _testing = await TestingTenants.OpenAsync(testing, _options.Time).ConfigureAwait(false);
        await _host.StartAsync(cancellationToken).ConfigureAwait(false);
        if (_grpc is not null) await _grpc.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says no at `/readyz`, waits <see cref="PantheraServerOptions.DrainNotice"/>, stops listening, and lets running requests finish within
    /// <see cref="PantheraServerOptions.DrainTimeout"/>; what still runs then is cut off.</summary>
    /// <param name="cancellationToken">Ends the waiting: what still runs is cut off at once.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _grpc?.Drain();
        // Stopping twice, or disposing after stopping, gives notice once.
        if (_readiness.TryDrain() && _options.DrainNotice > TimeSpan.Zero)
        {
            await Task.Delay(_options.DrainNotice, _options.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_host.StopAsync(cancellationToken), _grpc?.StopAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>Stops, if it has not stopped yet, and lets go of everything but the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
        if (_grpc is not null) await _grpc.DisposeAsync().ConfigureAwait(false);
        if (_testing is not null) await _testing.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        _metrics.Dispose();
    }

    private static WebApplication Build(PantheraServerOptions options)
    {
        // The empty builder: no environment variables, files or console that the owner did not ask for.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "Panthera" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => KestrelSetup.Apply(kestrel, options));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        builder.Services.AddLogging(logging => ForwardingLoggerProvider.AddTo(logging, options.Logging));
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(ServerMetrics.MeterName).AddPrometheusExporter());
        return builder.Build();
    }

    private static RequestDelegate MetricsPage(WebApplication host)
    {
        var branch = ((IApplicationBuilder)host).New();
        branch.UseOpenTelemetryPrometheusScrapingEndpoint(_ => true);
        return branch.Build();
    }
}
