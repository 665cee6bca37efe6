using Panthera.Cli.Output;
using Panthera.Files;
using Spectre.Console;

namespace Panthera.Cli.Demo;

/// <summary>A share that ends by its clock, and one that is taken back: both are over with the next check.</summary>
internal sealed class ExpiryChapter(Writer writer, FileStore files, DemoPlan plan, DemoClock clock)
{
    private readonly FilePath _path = plan.MovedTo + plan.MovedFile.ToString()[plan.Moved.ToString().Length..];

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var alice = People.As(People.Alice);
        Chapter.Title(writer, "A share that expires, and one that is revoked");
        var table = Tables.Create(writer, "what happens", "may carol read it?");
        Row(table, "at first");
        _ = (await files.GrantAsync(alice, _path, "viewer", People.Carol, clock.GetUtcNow() + TimeSpan.FromHours(1), cancellationToken)).Value;
        Row(table, "alice makes carol a viewer, for 1 hour");
        clock.Advance(TimeSpan.FromMinutes(61));
        Row(table, "61 minutes later (the demo puts its clock forward)");
        _ = (await files.GrantAsync(alice, _path, "viewer", People.Carol, null, cancellationToken)).Value;
        Row(table, "alice makes carol a viewer again, without an end");
        _ = (await files.RevokeAsync(alice, _path, "viewer", People.Carol, cancellationToken)).Value;
        Row(table, "alice revokes it");
        writer.Draw(table);
    }

    private void Row(Table table, string what) => table.AddRow(new Markup(what), new Markup(Chapter.Coloured(files, People.Carol, "read", _path)));
}
