using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>The help of a command, followed by calls of it that can be copied.</summary>
internal sealed class ExampleHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _help;
    private readonly Terminal _terminal;

    private ExampleHelp(HelpAction help, Terminal terminal)
    {
        _help = help;
        _terminal = terminal;
        _help.MaxWidth = Math.Max(80, terminal.Width);
    }

    public override bool ClearsParseErrors => true;

    /// <summary>Makes every command of a command line show its examples.</summary>
    internal static void AddTo(RootCommand root, Terminal terminal)
    {
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help }) option.Action = new ExampleHelp(help, terminal);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command switch
        {
            PantheraCommand command => command.Examples,
            CommandGroup group => group.Examples,
            _ => [],
        };
        if (examples.Count == 0) return ExitCodes.Done;
        _terminal.Out.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples) _terminal.Out.WriteLine($"  {(example.Contains("panthera ", StringComparison.Ordinal) ? "" : "panthera ")}{example}");
        return ExitCodes.Done;
    }
}
