using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Panthera.Cli.Client;
using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Server;
using Panthera.Server.Grpc;
using Panthera.Server.Grpc.Testing;
using Panthera.Storage.Engines;

namespace Panthera.Cli.Commands;

/// <summary>`panthera serve`.</summary>
internal sealed class ServeCommand : PantheraCommand
{
    private readonly Option<string> _url = new("--urls", "--url")
    {
        HelpName = "URL",
        Description = "where to listen; port 0 takes any free one",
        DefaultValueFactory = static _ => "http://127.0.0.1:8180",
    };

    private readonly Option<string> _grpc = new("--grpc")
    {
        HelpName = "ADDRESS",
        Description = "where to serve the permission API over gRPC; port 0 takes any free one",
        DefaultValueFactory = static _ => "127.0.0.1:50051",
    };

    private readonly Option<bool> _noGrpc = new("--no-grpc") { Description = "do not serve gRPC" };

    private readonly Option<bool> _testing = new("--testing")
    {
        Description = "give every unknown key an empty tenant of its own, in memory; then --data may be left out",
    };

    private readonly Option<string?> _memory = new("--memory")
    {
        HelpName = "SIZE",
        Description = "what tenants in memory may take together, such as `4G` or `512M`; half of the machine's by default",
    };

    private readonly Option<double?> _share = new("--tenant-share")
    {
        HelpName = "PERCENT",
        Description = "the part of it past which a tenant leaves memory before smaller ones; 25 by default",
    };

    internal ServeCommand(Terminal terminal)
        : base(
            terminal,
            "serve",
            "Serves a data directory over HTTP and gRPC, until Ctrl-C or SIGTERM: then it lets running requests finish.",
            "serve --data ./data",
            "serve --data ./data --urls http://127.0.0.1:9000 --no-grpc",
            "serve --data ./data --memory 4G --tenant-share 50",
            "serve --testing")
    {
        Add(_url);
        Add(_grpc);
        Add(_noGrpc);
        Add(_testing);
        Add(_memory);
        Add(_share);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var isTesting = context.Get(_testing);
        var data = isTesting ? context.DataOption : context.RequireData();
        using var logging = LoggerFactory.Create(logging => logging.AddProvider(new TerminalLoggerProvider(context.Writer)).SetMinimumLevel(LogLevel.Warning));
        var options = OptionsOf(context, isTesting) with { Logging = logging };
        var stores = StoreOptionsOf(context);
        await using var store = data is null ? await OpenMemoryAsync(stores, cancellationToken) : await DataDirectory.OpenAsync(data, stores, cancellationToken);
        await using var server = PantheraServer.Create(store, options);
        await server.StartAsync(cancellationToken);
        Announce(context.Writer, data, server, isTesting);
        if (data is not null && !isTesting && !context.Writer.IsJson && store.Tokens.Count == 0) AdviseTokens(context.Writer, data, store);

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(stopped.SetResult)) await stopped.Task;
        if (!context.Writer.IsJson) context.Writer.Line("stopping: running requests finish first");
        await server.StopAsync(CancellationToken.None);
        return ExitCodes.Done;
    }

    private PantheraServerOptions OptionsOf(CommandContext context, bool isTesting)
    {
        var (address, port) = Endpoint(context.Get(_url)!);
        var (grpcAddress, grpcPort) = GrpcEndpoint(context.Get(_grpc)!);
        return new()
        {
            Address = address,
            Port = port,
            Grpc = context.Get(_noGrpc) ? null : new GrpcOptions { Address = grpcAddress, Port = grpcPort },
            Testing = isTesting ? new TestingOptions() : null,
        };
    }

    private PantheraStoreOptions StoreOptionsOf(CommandContext context)
    {
        var options = new PantheraStoreOptions { BlobDirectory = null, Time = context.Terminal.Time };
        if (context.Get(_memory) is { } memory)
        {
            if (!ByteSizes.TryParse(memory, out var bytes)) throw new UsageException($"`--memory {memory}` is no size; write it as `4G` or `512M`");
            options = options with { MemoryBudgetBytes = bytes };
        }

        if (context.Get(_share) is { } share)
        {
            if (share is not (> 0 and <= 100)) throw new UsageException($"`--tenant-share {share}` is not between 0 and 100 percent");
            options = options with { TenantShare = share / 100 };
        }

        return options;
    }

    private static Task<PantheraStore> OpenMemoryAsync(PantheraStoreOptions options, CancellationToken cancellationToken) =>
        PantheraStore.OpenAsync(new MemoryEngine(), options, cancellationToken);

    private static void Announce(Writer writer, string? data, PantheraServer server, bool isTesting)
    {
        var place = data is null ? null : Path.GetFullPath(data);
        if (writer.IsJson)
        {
            writer.Json(json =>
            {
                json.WriteString("status", "listening");
                json.WriteString("url", server.Urls[0]);
                if (server.GrpcUrls is [var grpc, ..]) json.WriteString("grpc", Authority(grpc));
                if (place is not null) json.WriteString("data", place);
                if (isTesting) json.WriteBoolean("testing", true);
            });
            return;
        }

        writer.Line($"listening on {string.Join(", ", server.Urls)}, {(place is null ? "nothing is stored" : $"data directory {place}")}; Ctrl-C stops");
        if (server.GrpcUrls is [var url, ..]) writer.Line($"gRPC (authzed.api.v1) on {Authority(url)}, in plain text");
        if (isTesting) writer.Line("testing: every unknown key has an empty tenant of its own, in memory, until this ends");
    }

    private static void AdviseTokens(Writer writer, string data, PantheraStore store)
    {
        // The directory belongs to this process now; only before it starts can a first token be made without one.
        writer.Line("there is no access token yet, so nobody can call it: stop it, and make one with");
        var tenant = store.Tenants.Count > 0 ? store.Tenants[0].Name : "NAME";
        if (store.Tenants.Count == 0) writer.Line($"  panthera tenant create NAME --owner user:alice --data {data}");
        writer.Line($"  panthera token create --tenant {tenant} --subject user:alice --data {data}");
    }

    /// <summary>What clients take: `127.0.0.1:50051`.</summary>
    private static string Authority(string url) => new Uri(url).Authority;

    private static (IPAddress Address, int Port) GrpcEndpoint(string address)
    {
        if (address.StartsWith("localhost:", StringComparison.Ordinal)) address = "127.0.0.1" + address["localhost".Length..];
        return IPEndPoint.TryParse(address, out var endpoint) && address.EndsWith($":{endpoint.Port}", StringComparison.Ordinal)
            ? (endpoint.Address, endpoint.Port)
            : throw new UsageException($"`{address}` is no address for gRPC; write it as `127.0.0.1:50051`, or `0.0.0.0:50051` for all of this machine's");
    }

    private static (IPAddress Address, int Port) Endpoint(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/") throw new UsageException($"`{url}` is no address to listen on; write it as `http://127.0.0.1:8180`");
        if (uri.Scheme != "http") throw new UsageException($"`{url}`: only `http` is served; put a proxy before it for TLS");
        if (uri.Host == "localhost") return (IPAddress.Loopback, uri.Port);
        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
            ? (address, uri.Port)
            : throw new UsageException($"`{uri.Host}` is no address of this machine; write a number such as `127.0.0.1`, or `0.0.0.0` for all");
    }
}
