using Panthera.Cli.Output;
using Panthera.Files;
using Spectre.Console;

namespace Panthera.Cli.Demo;

/// <summary>Moves a directory with many files: one commit, and every permission below it is another.</summary>
internal sealed class MoveChapter(Writer writer, FileStore files, DemoPlan plan)
{
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        FilePath movedFile = plan.MovedTo + plan.MovedFile.ToString()[plan.Moved.ToString().Length..];
        var before = People.All.Select(person => Chapter.Coloured(files, person, "read", plan.MovedFile)).ToArray();
        var revision = files.Statistics().Revision;
        var started = TimeProvider.System.GetTimestamp();
        _ = (await files.MoveAsync(People.As(People.Alice), plan.Moved, plan.MovedTo, MoveOptions.Default, cancellationToken)).Value;
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var moved = files.Statistics().Revision;

        Chapter.Title(writer, $"Alice moves {Chapter.Shown(plan.Moved, 30)} to {Chapter.Shown(plan.MovedTo, 30)}");
        writer.Markup($"[bold]{Numbers.Count(plan.MovedFiles)}[/] files below, [bold]{Numbers.Count((long)(moved - revision))}[/] commit "
            + $"(revision {Numbers.Count((long)revision)} to {Numbers.Count((long)moved)}), [bold]{Numbers.Duration(elapsed)}[/] with its sync to disk.");
        writer.Markup($"Who may read {Markup.Escape(Chapter.Shown(movedFile, 60))}:");
        var table = Tables.Create(writer, ["", .. People.All.Select(People.Name)]);
        table.AddRow([new Markup("before"), .. before.Select(static word => new Markup(word))]);
        table.AddRow([new Markup("after"), .. People.All.Select(person => new Markup(Chapter.Coloured(files, person, "read", movedFile)))]);
        writer.Draw(table);
    }
}
