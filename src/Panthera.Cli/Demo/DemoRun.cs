using Panthera.Cli.Client;
using Panthera.Cli.Commands;
using Panthera.Cli.Import;
using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Storage;
using Spectre.Console;

namespace Panthera.Cli.Demo;

/// <summary>The demo from its first line to its last: each chapter does something real and shows what came of it.</summary>
internal sealed class DemoRun
{
    private const string TenantName = "demo";

    private readonly CommandContext _context;
    private readonly DemoPlace _place;
    private readonly string _source;
    private readonly long _limit;
    private readonly int _checks;
    private readonly DemoClock _clock = new();

    internal DemoRun(CommandContext context, DemoPlace place, string source, long limit, int checks)
    {
        _context = context;
        _place = place;
        _source = source;
        _limit = limit;
        _checks = checks;
    }

    private Writer Writer => _context.Writer;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        Writer.Markup("[bold]Panthera[/]: files and their permissions, in one commit.");
        await using var client = await LocalClient.OpenAsync(_place.DataDirectory, TenantName, Caller.Operator, _clock, cancellationToken);
        _ = (await client.CreateTenantAsync(TenantName, People.Alice, cancellationToken)).Value;
        var files = await client.FilesAsync();
        var costs = new DemoCosts();
        var home = await ImportAsync(client, files, costs, cancellationToken);
        var plan = DemoPlan.Make(files, home);

        await ShareAsync(files, plan, cancellationToken);
        new ListingChapter(Writer, files, plan).Run();
        await new ReadingChapter(Writer, files, plan).RunAsync(cancellationToken);
        await new MoveChapter(Writer, files, plan).RunAsync(cancellationToken);
        await new ExpiryChapter(Writer, files, plan, _clock).RunAsync(cancellationToken);
        new CheckMeasurement(files, plan, _checks).Run(costs, cancellationToken);
        Title("What it cost");
        costs.Draw(Writer, _place.DiskBytes(), TimeProvider.System.GetElapsedTime(started));
        End();
    }

    private async Task<FilePath> ImportAsync(LocalClient client, FileStore files, DemoCosts costs, CancellationToken cancellationToken)
    {
        Title($"Import {_source}");
        FilePath home = "/" + HomeName(_source);
        var options = new ImportOptions { Source = _source, Into = home.ToString(), Limit = _limit };
        var importer = new Importer(client, options, static _ => { }, TimeProvider.System);
        costs.BeforeImport(files, client.SyncCount);
        var visible = _context.Terminal.CanDrawProgress;
        var summary = await ProgressBar.RunAsync(Writer, visible, "importing", progress => ImportCommand.RunAsync(importer, visible, options, progress, cancellationToken));
        if (summary.IsStopped) cancellationToken.ThrowIfCancellationRequested();
        costs.AfterImport(files, client.SyncCount, summary);
        Writer.Markup($"{Numbers.Count(summary.Written)} files, {Numbers.Size(summary.WrittenBytes)}, into tenant [bold]{TenantName}[/], each one durable: "
            + $"{Numbers.Duration(summary.Elapsed)} ({Numbers.Rate(summary.FilesPerSecond)}).");
        if (summary.Failed + summary.Skipped > 0)
            Writer.Line($"{Numbers.Count(summary.Skipped)} links and special files left out, {Numbers.Count(summary.Failed)} could not be read.");
        return home;
    }

    private async Task ShareAsync(FileStore files, DemoPlan plan, CancellationToken cancellationToken)
    {
        var alice = People.As(People.Alice);
        await Done(files.CreateGroupAsync(Caller.Operator, "eng", People.Alice, cancellationToken));
        await Done(files.CreateGroupAsync(Caller.Operator, "runtime", People.Alice, cancellationToken));
        await Done(files.CreateGroupAsync(Caller.Operator, "archive", People.Alice, cancellationToken));
        await Done(files.AddGroupMemberAsync(alice, "runtime", People.Bob, null, cancellationToken));
        await Done(files.AddGroupMemberAsync(alice, "eng", People.RuntimeTeam, null, cancellationToken));
        await Done(files.AddGroupMemberAsync(alice, "archive", People.Dave, null, cancellationToken));
        _ = (await files.MakeDirectoryAsync(alice, plan.Archive, createParents: false, cancellationToken)).Value;
        await Done(files.GrantAsync(alice, plan.Team, "viewer", People.Engineers, null, cancellationToken));
        await Done(files.GrantAsync(alice, plan.Single, "editor", People.Carol, null, cancellationToken));
        await Done(files.GrantAsync(alice, plan.Archive, "viewer", People.Archivists, null, cancellationToken));

        Title("People, groups and shares");
        var table = Tables.Create(Writer, "who", "is", "through");
        table.Row("alice", "owner of everything", "tenant create --owner user:alice");
        table.Row("bob", $"viewer of {plan.Team}", "group runtime, in group eng");
        table.Row("carol", $"editor of {Shown(plan.Single)}", "her own grant");
        table.Row("dave", $"viewer of {plan.Archive}", "group archive");
        Writer.Draw(table);
    }

    private void End()
    {
        Writer.Line("");
        Writer.Markup(_place.IsKept
            ? $"Kept in [bold]{Markup.Escape(_place.DataDirectory)}[/]. Look around: panthera ls / --data {Markup.Escape(_place.DataDirectory)} --as user:bob"
            : "All of it is removed now; [bold]--data DIR[/] would keep it. Next: panthera --help");
    }

    private void Title(string title) => Chapter.Title(Writer, title);

    /// <summary>The last part of a path, or both ends of one that is too long for a table.</summary>
    private static string Shown(FilePath path) => Chapter.Shown(path, 30);

    private static string HomeName(string source)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
        return FilePath.Parse("/" + name).IsAccepted && name.Length > 0 ? name : "files";
    }

    private static async Task Done(Task<Outcome<ChangeResult>> change) => _ = (await change).Value;
}
