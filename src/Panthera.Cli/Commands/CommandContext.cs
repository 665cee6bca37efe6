using System.CommandLine;
using Panthera.Cli.Client;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>One call of a command: its arguments, where it writes, and whom it talks to.</summary>
internal sealed class CommandContext
{
    private readonly ParseResult _parse;

    internal CommandContext(ParseResult parse, Terminal terminal)
    {
        _parse = parse;
        Terminal = terminal;
        Writer = new Writer(terminal, parse.GetValue(GlobalOptions.Json));
    }

    internal Terminal Terminal { get; }

    internal Writer Writer { get; }

    /// <summary>The server as given; null when none is.</summary>
    internal string? ServerUrl => _parse.GetValue(GlobalOptions.Server) ?? (DataOption is null ? FromEnvironment("PANTHERA_SERVER") : null);

    /// <summary>The data directory, if the command line itself names one.</summary>
    internal string? DataOption => _parse.GetValue(GlobalOptions.Data);

    internal string? TenantOption => _parse.GetValue(GlobalOptions.Tenant);

    internal string? AsOption => _parse.GetValue(GlobalOptions.As);

    internal T Get<T>(Argument<T> argument) => _parse.GetRequiredValue(argument);

    /// <summary>Whether an option was given, with a value or without.</summary>
    internal bool Has(Option option) => _parse.GetResult(option) is { Implicit: false };

    internal T? Get<T>(Option<T> option) => _parse.GetValue(option);

    /// <summary>The data directory that a local-only command needs.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    internal string RequireData() =>
        DataOption ?? FromEnvironment("PANTHERA_DATA") ?? throw new UsageException("which data directory? give `--data DIR`, or set PANTHERA_DATA");

    /// <summary>Opens what the options name: a data directory in this process, or a server.</summary>
    /// <exception cref="UsageException">They name neither, or both.</exception>
    internal async Task<IPantheraClient> OpenClientAsync(CancellationToken cancellationToken)
    {
        var server = ServerUrl;
        var data = DataOption ?? (_parse.GetValue(GlobalOptions.Server) is null ? FromEnvironment("PANTHERA_DATA") : null);
        if (data is not null && server is not null)
        {
            throw new UsageException(DataOption is null
                ? "PANTHERA_DATA and PANTHERA_SERVER are both set; say which with `--data DIR` or `--server URL`"
                : "give `--data DIR` or `--server URL`, not both");
        }

        if (data is not null) return await LocalClient.OpenAsync(data, TenantOption, Subjects.ParseCaller(AsOption), Terminal.Time, cancellationToken);
        if (server is null) throw new UsageException("where are the files? give `--data DIR` or `--server URL --token T`, or set PANTHERA_DATA or PANTHERA_SERVER");
        if (AsOption is not null) throw new UsageException("`--as` needs `--data DIR`; a server acts as the subject of its token");
        var token = _parse.GetValue(GlobalOptions.Token) ?? FromEnvironment("PANTHERA_TOKEN")
            ?? throw new UsageException("which token? give `--token T`, or set PANTHERA_TOKEN; `panthera token create` makes one");
        return RemoteClient.Open(server, token);
    }

    private string? FromEnvironment(string name) => Terminal.Environment(name) is { Length: > 0 } value ? value : null;
}
