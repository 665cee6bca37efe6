using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Panthera.Cli.Client;
using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Server;

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

    internal ServeCommand(Terminal terminal)
        : base(terminal, "serve", "Serves a data directory over HTTP, until Ctrl-C or SIGTERM: then it lets running requests finish.", "serve --data ./data", "serve --data ./data --urls http://127.0.0.1:9000") =>
        Add(_url);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var data = context.RequireData();
        var (address, port) = Endpoint(context.Get(_url)!);
        using var logging = LoggerFactory.Create(logging => logging.AddProvider(new TerminalLoggerProvider(context.Writer)).SetMinimumLevel(LogLevel.Warning));
        await using var store = await DataDirectory.OpenAsync(data, context.Terminal.Time, cancellationToken);
        await using var server = PantheraServer.Create(store, new PantheraServerOptions { Address = address, Port = port, Logging = logging });
        await server.StartAsync(cancellationToken);
        Announce(context.Writer, data, server.Urls, store);

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(stopped.SetResult)) await stopped.Task;
        if (!context.Writer.IsJson) context.Writer.Line("stopping: running requests finish first");
        await server.StopAsync(CancellationToken.None);
        return ExitCodes.Done;
    }

    private static void Announce(Writer writer, string data, IReadOnlyList<string> urls, PantheraStore store)
    {
        if (writer.IsJson)
        {
            writer.Json(json =>
            {
                json.WriteString("status", "listening");
                json.WriteString("url", urls[0]);
                json.WriteString("data", Path.GetFullPath(data));
            });
            return;
        }

        writer.Line($"listening on {string.Join(", ", urls)}, data directory {Path.GetFullPath(data)}; Ctrl-C stops");
        if (store.Tokens.Count > 0) return;
        // The directory belongs to this process now; only before it starts can a first token be made without one.
        writer.Line("there is no access token yet, so nobody can call it: stop it, and make one with");
        var tenant = store.Tenants.Count > 0 ? store.Tenants[0].Name : "NAME";
        if (store.Tenants.Count == 0) writer.Line($"  panthera tenant create NAME --owner user:alice --data {data}");
        writer.Line($"  panthera token create --tenant {tenant} --subject user:alice --data {data}");
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
