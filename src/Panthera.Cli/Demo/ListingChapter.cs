using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Spectre.Console;

namespace Panthera.Cli.Demo;

/// <summary>Lists one directory as three people: each list is what the store gave that person.</summary>
internal sealed class ListingChapter(Writer writer, FileStore files, DemoPlan plan)
{
    // One screen: what is left out is counted.
    private const int ShownRows = 12;

    private static readonly string[] Permissions = ["read", "write", "share"];

    private static readonly SubjectReference[] Three = [People.Alice, People.Bob, People.Carol];

    internal void Run()
    {
        Chapter.Title(writer, $"{plan.Home} as three people see it");
        var seen = Array.ConvertAll(Three, Listed);
        var table = Tables.Create(writer, "entry", "alice", "bob", "carol");
        var all = seen[0].Values.OrderByDescending(entry => seen.Count(list => list.ContainsKey(entry.Path))).Take(ShownRows)
            .OrderBy(static entry => entry.Path.ToString(), StringComparer.Ordinal);
        foreach (var entry in all) table.AddRow([new Markup(Markup.Escape(Name(entry))), .. Three.Select((person, i) => new Markup(Cell(person, seen[i], entry.Path)))]);
        if (seen[0].Count > ShownRows) table.AddRow(new Markup($"[grey]… {Numbers.Count(seen[0].Count - ShownRows)} more[/]"));
        table.AddRow([new Markup("[bold]files to read below[/]"), .. Three.Select(person => new Markup($"[bold]{Numbers.Count(Readable(person))}[/]"))]);
        writer.Draw(table);
        writer.Markup("[grey]passage: only a name, since it leads to something shared; nothing: not even a name.[/]");
    }

    private Dictionary<FilePath, FileEntry> Listed(SubjectReference person)
    {
        var listed = files.List(People.As(person), plan.Home, new ListOptions { Limit = 1000 });
        return listed.IsAccepted ? listed.Value.Entries.ToDictionary(static entry => entry.Path) : [];
    }

    private long Readable(SubjectReference person) =>
        DemoPlan.Entries(files, People.As(person), plan.Home).LongCount(static entry => entry is { Kind: EntryKind.File, IsPassage: false });

    private string Cell(SubjectReference person, Dictionary<FilePath, FileEntry> listed, FilePath path)
    {
        if (!listed.TryGetValue(path, out var entry)) return "[grey]-[/]";
        if (entry.IsPassage) return "[yellow]passage[/]";
        var may = Permissions.Where(permission => files.Check(Caller.Operator, person, permission, path).Value.Decision == Decision.Allowed);
        return $"[green]{string.Join(", ", may)}[/]";
    }

    private static string Name(FileEntry entry) => Printable.Text(entry.Path.Name.ToString()) + (entry.Kind == EntryKind.Directory ? "/" : "");
}
