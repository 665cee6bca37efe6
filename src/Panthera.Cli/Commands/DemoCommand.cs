using System.CommandLine;
using System.Runtime.InteropServices;
using Panthera.Cli.Demo;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera demo`.</summary>
internal sealed class DemoCommand : PantheraCommand
{
    private readonly Argument<string?> _directory = new("directory")
    {
        Description = "the directory to import; the .NET installation's own files by default",
        DefaultValueFactory = static _ => null,
    };

    private readonly Option<long> _limit = new("--limit") { HelpName = "N", Description = "import this many files at most", DefaultValueFactory = static _ => 20_000 };

    private readonly Option<int> _checks = new("--checks") { HelpName = "N", Description = "random checks to measure", DefaultValueFactory = static _ => 200_000 };

    internal DemoCommand(Terminal terminal)
        : base(
            terminal,
            "demo",
            "Imports a real directory, shares it, and shows who sees what, why, and what it costs.",
            "demo",
            "demo ~/projects --data ./demo-data")
    {
        Add(_directory);
        Add(_limit);
        Add(_checks);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Writer.IsJson) throw new UsageException("the demo is for people; leave out `--json`");
        if (context.Get(_limit) < 1 || context.Get(_checks) < 1) throw new UsageException("`--limit` and `--checks` take numbers from 1 on");
        var source = Path.GetFullPath(context.Get(_directory) ?? DotNetRoot());
        if (!Directory.Exists(source)) throw new UsageException($"there is no directory `{source}` on this machine; give one: `panthera demo DIR`");
        using var place = DemoPlace.At(context.DataOption);
        var demo = new DemoRun(context, place, source, context.Get(_limit), context.Get(_checks));
        await demo.RunAsync(cancellationToken);
        return ExitCodes.Done;
    }

    /// <summary>The .NET installation that runs this: three directories above its runtime's libraries.</summary>
    internal static string DotNetRoot() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
