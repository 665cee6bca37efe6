using System.CommandLine;
using Panthera.Cli.Import;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera import`.</summary>
internal sealed class ImportCommand : PantheraCommand
{
    private readonly Argument<string> _directory = Parameters.Text("directory", "the directory of this machine");

    private readonly Option<string> _into = new("--into") { HelpName = "PATH", Description = "the directory of the tenant; made if it is missing", DefaultValueFactory = static _ => "/" };

    private readonly Option<int> _inFlight = new("--in-flight") { HelpName = "N", Description = "files written at once, 1-1024", DefaultValueFactory = static _ => 96 };

    private readonly Option<long?> _limit = new("--limit") { HelpName = "N", Description = "take this many files at most" };

    internal ImportCommand(Terminal terminal)
        : base(
            terminal,
            "import",
            "Copies a directory of this machine into a tenant; run again it completes, and writes only what differs.",
            "import ./photos --tenant acme --into /photos --data ./data")
    {
        Add(_directory);
        Add(_into);
        Add(_inFlight);
        Add(_limit);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var options = Read(context);
        await using var client = await context.OpenClientAsync(cancellationToken);
        var report = new ImportReport(context.Writer);
        var importer = new Importer(client, options, report.Add, context.Terminal.Time);
        var visible = context.Terminal.CanDrawProgress && !context.Writer.IsJson;
        var summary = await ProgressBar.RunAsync(context.Writer, visible, $"importing {options.Source}", progress => RunAsync(importer, visible, options, progress, cancellationToken));
        report.End(summary);
        return summary.IsStopped ? ExitCodes.Error : summary.Failed > 0 ? ExitCodes.Refused : ExitCodes.Done;
    }

    /// <summary>Imports while it shows how far it is.</summary>
    internal static async Task<ImportSummary> RunAsync(
        Importer importer, bool visible, ImportOptions options, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var running = importer.RunAsync(cancellationToken);
        if (!visible) return await running;
        var total = await Task.Run(() => Math.Min(new SourceTree(options.Source).Walk().LongCount(), options.Limit), cancellationToken);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!running.IsCompleted)
        {
            progress(importer.Done, total);
            await Task.WhenAny(running, tick.WaitForNextTickAsync(CancellationToken.None).AsTask());
        }

        return await running;
    }

    private ImportOptions Read(CommandContext context)
    {
        var (directory, inFlight, limit) = (context.Get(_directory), context.Get(_inFlight), context.Get(_limit));
        if (File.Exists(directory)) throw new UsageException($"`{directory}` is a file; `panthera put` takes single files");
        if (!Directory.Exists(directory)) throw new UsageException($"there is no directory `{directory}` on this machine");
        if (inFlight is < 1 or > 1024) throw new UsageException($"`--in-flight {inFlight}` is not between 1 and 1024");
        if (limit is < 0) throw new UsageException($"`--limit {limit}` is negative");
        return new ImportOptions { Source = directory, Into = context.Get(_into)!, InFlight = inFlight, Limit = limit ?? long.MaxValue };
    }
}
