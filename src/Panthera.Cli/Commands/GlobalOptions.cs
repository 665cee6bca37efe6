using System.CommandLine;

namespace Panthera.Cli.Commands;

/// <summary>The options that every command takes.</summary>
internal static class GlobalOptions
{
    internal static readonly Option<string?> Data = Text("--data", "DIR", "the data directory to open in this process (or PANTHERA_DATA)");

    internal static readonly Option<string?> Server = Text("--server", "URL", "the server to call (or PANTHERA_SERVER)");

    internal static readonly Option<string?> Token = Text("--token", "T", "the access token for the server (or PANTHERA_TOKEN)");

    internal static readonly Option<string?> Tenant = Text("--tenant", "NAME", "the tenant; may be left out where there is only one");

    internal static readonly Option<string?> As = Text("--as", "SUBJECT", "with --data: act with the rights of this user or agent, instead of the operator's");

    internal static readonly Option<bool> Json = new("--json") { Description = "write one JSON document a line", Recursive = true };

    internal static void AddTo(RootCommand root)
    {
        root.Add(Data);
        root.Add(Server);
        root.Add(Token);
        root.Add(Tenant);
        root.Add(As);
        root.Add(Json);
    }

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Recursive = true };
}
