using System.CommandLine;
using Panthera.Cli.Commands;
using Panthera.Cli.Output;

namespace Panthera.Cli;

/// <summary>The whole command line: what there is, and how a call of it ends.</summary>
internal static class CommandLine
{
    // A server drains for up to half a minute, and an import ends its commits; a second Ctrl-C does not wait.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(40);

    /// <summary>Runs one call.</summary>
    /// <returns>The exit code; see <see cref="ExitCodes"/>.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var root = Create(terminal);
        var result = root.Parse(arguments.Count == 0 ? ["--help"] : arguments);
        if (WrongUsage.IsWrong(result))
        {
            WrongUsage.Report(result, terminal);
            return ExitCodes.Error;
        }

        return await result.InvokeAsync(
            new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = terminal.HandlesSignals ? StopWithin : null,
            },
            cancellationToken);
    }

    /// <summary>Every command, with its options.</summary>
    internal static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("""
            A file store in which permissions are part of the files.

            Give --data DIR to work on a data directory of this machine, or
            --server URL and --token T to work through a server.

            Begin with: panthera demo
            """);
        GlobalOptions.AddTo(root);
        ExampleHelp.AddTo(root, terminal);
        Command[] commands =
        [
            new DemoCommand(terminal), new ServeCommand(terminal), new TenantCommand(terminal), new TokenCommand(terminal), new ImportCommand(terminal),
            new ListCommand(terminal), new StatCommand(terminal), new CatCommand(terminal), new PutCommand(terminal), new MakeDirectoryCommand(terminal),
            new MoveCommand(terminal), new CopyCommand(terminal), new RemoveCommand(terminal), new OwnerCommand(terminal), new GrantCommand(terminal),
            new RevokeCommand(terminal), new GrantsCommand(terminal), new GroupCommand(terminal), new CheckCommand(terminal), new ExplainCommand(terminal),
            new SchemaCommand(terminal), new ValidateCommand(terminal), new StatsCommand(terminal), new FsckCommand(terminal), new BenchCommand(terminal),
        ];
        foreach (var command in commands) root.Add(command);
        return root;
    }
}
