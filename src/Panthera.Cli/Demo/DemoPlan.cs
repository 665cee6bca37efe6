using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Demo;

/// <summary>The places of the imported tree that the demo uses, chosen by how many files they have.</summary>
internal sealed record DemoPlan
{
    /// <summary>What was imported.</summary>
    internal required FilePath Home { get; init; }

    /// <summary>Shared with the engineers: the directory at the top with the most files.</summary>
    internal required FilePath Team { get; init; }

    /// <summary>Moved: the deepest directory in there that has most of its files.</summary>
    internal required FilePath Moved { get; init; }

    /// <summary>Files below <see cref="Moved"/>.</summary>
    internal required long MovedFiles { get; init; }

    /// <summary>A file that is moved with it.</summary>
    internal required FilePath MovedFile { get; init; }

    /// <summary>Shared with Carol alone: a file elsewhere, a few directories deep.</summary>
    internal required FilePath Single { get; init; }

    /// <summary>Every file, for random checks.</summary>
    internal required FilePath[] Files { get; init; }

    /// <summary>Where the moved directory goes.</summary>
    internal FilePath Archive { get; } = "/archive";

    /// <summary>The moved directory's new path.</summary>
    internal FilePath MovedTo => $"{Archive}/{Moved.Name}";

    /// <summary>Reads the whole tree, as its operator.</summary>
    /// <exception cref="UsageException">There are too few files to show anything.</exception>
    internal static DemoPlan Make(FileStore store, FilePath home)
    {
        var files = Entries(store, Caller.Operator, home).Where(static entry => entry.Kind == EntryKind.File).Select(static entry => entry.Path).ToArray();
        var below = CountBelow(files);
        var depth = home.Names.Length;
        if (Largest(depth, home, below) is not { } team) throw new UsageException("the demo needs a directory with files in at least one directory below it");

        var moved = Largest(depth + 1, team, below) ?? team;
        while (Largest(moved.Names.Length, moved, below) is { } deeper && below[deeper] > below[moved] * 9 / 10) moved = deeper;
        return new DemoPlan
        {
            Home = home,
            Team = team,
            Moved = moved,
            MovedFiles = below[moved],
            MovedFile = Readable(files.Where(file => file.IsWithin(moved)), moved.Names.Length + 1),
            Single = Readable(files.Where(file => !file.IsWithin(team)).DefaultIfEmpty(files[0]), home.Names.Length + 3),
            Files = files,
        };
    }

    /// <summary>Everything that a caller sees below a directory.</summary>
    internal static IEnumerable<FileEntry> Entries(FileStore store, Caller caller, FilePath directory)
    {
        var options = new ListOptions { Recursive = true, Limit = 10_000 };
        do
        {
            var page = store.List(caller, directory, options).Value;
            foreach (var entry in page.Entries) yield return entry;
            options = options with { Cursor = page.NextCursor };
        }
        while (options.Cursor is not null);
    }

    private static Dictionary<FilePath, long> CountBelow(FilePath[] files)
    {
        var counts = new Dictionary<FilePath, long>();
        foreach (var file in files)
        {
            for (var directory = file.Parent; ; directory = directory.Parent)
            {
                counts[directory] = counts.GetValueOrDefault(directory) + 1;
                if (directory.IsRoot) break;
            }
        }

        return counts;
    }

    /// <summary>The directory right below another one that has the most files.</summary>
    private static FilePath? Largest(int depth, FilePath within, Dictionary<FilePath, long> below) => below
        .Where(pair => pair.Key.Names.Length == depth + 1 && pair.Key.IsWithin(within))
        .OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key.ToString(), StringComparer.Ordinal)
        .Select(static pair => pair.Key).FirstOrDefault();

    /// <summary>The file with the shortest path that is at least so deep, so that it fits on a line.</summary>
    private static FilePath Readable(IEnumerable<FilePath> files, int depth) => files
        .OrderBy(file => Math.Max(0, depth - file.Names.Length)).ThenBy(static file => file.ToString().Length)
        .ThenBy(static file => file.ToString(), StringComparer.Ordinal).First();
}
