using System.CommandLine;
using Panthera.Cli.Client;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>`panthera ls`.</summary>
internal sealed class ListCommand : PantheraCommand
{
    private readonly Argument<string> _path = new("path") { Description = "a directory, or one file", DefaultValueFactory = static _ => "/" };

    private readonly Option<bool> _long = new("--long", "-l") { Description = "show owner, size, time and version" };

    private readonly Option<bool> _recursive = new("--recursive", "-R") { Description = "show everything below" };

    private readonly Option<int> _pageSize = new("--page-size")
    {
        HelpName = "N",
        Description = "entries to ask for at a time, 1-10000",
        DefaultValueFactory = static _ => 1000,
    };

    private readonly Option<string?> _cursor = new("--cursor") { HelpName = "C", Description = "show one page only, from here; `start` for the first" };

    internal ListCommand(Terminal terminal)
        : base(terminal, "ls", "Lists a directory: what the caller may see of it.", "ls /docs -l --data ./data", "ls / -R --json --data ./data --as user:bob")
    {
        Add(_path);
        Add(_long);
        Add(_recursive);
        Add(_pageSize);
        Add(_cursor);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var size = context.Get(_pageSize);
        if (size is < 1 or > 10_000) throw new UsageException($"`--page-size {size}` is not between 1 and 10000");
        await using var client = await context.OpenClientAsync(cancellationToken);
        var path = context.Get(_path);
        var entry = (await client.StatAsync(path, cancellationToken)).Value;
        if (entry.Kind == EntryKind.File)
        {
            Show(context, entry, entry.Path.Parent);
            return ExitCodes.Done;
        }

        var single = context.Get(_cursor) is not null;
        var options = new ListOptions { Limit = size, Recursive = context.Get(_recursive), Cursor = context.Get(_cursor) is "start" ? null : context.Get(_cursor) };
        do
        {
            options = options with { Cursor = await PageAsync(context, client, entry.Path, options, cancellationToken) };
        }
        while (options.Cursor is not null && !single);

        if (single) ShowNext(context.Writer, options.Cursor);
        return ExitCodes.Done;
    }

    private async Task<string?> PageAsync(CommandContext context, IPantheraClient client, FilePath directory, ListOptions options, CancellationToken cancellationToken)
    {
        var page = (await client.ListAsync(directory.ToString(), options, cancellationToken)).Value;
        foreach (var entry in page.Entries) Show(context, entry, directory);
        return page.NextCursor;
    }

    private void Show(CommandContext context, FileEntry entry, FilePath directory)
    {
        if (context.Writer.IsJson)
        {
            context.Writer.Json(json => Documents.Entry(json, entry));
            return;
        }

        var name = Printable.Text(Below(entry.Path, directory)) + (entry.Kind == EntryKind.Directory ? "/" : "");
        context.Writer.Line(context.Get(_long) ? Long(entry, name) : name);
    }

    // Columns of a fixed width instead of a table: a page is shown as it comes, however long the listing is.
    private static string Long(FileEntry entry, string name)
    {
        if (entry.IsPassage) return $"{"-",-20} {"-",15} {"-",-19} {"-",4}  {name}";
        var size = entry.Kind == EntryKind.Directory ? "-" : Numbers.Count(entry.SizeBytes);
        return $"{entry.Owner,-20} {size,15} {Numbers.Time(entry.ModifiedAt)} {"v" + entry.Version,4}  {name}";
    }

    private static string Below(FilePath path, FilePath directory) =>
        path.Equals(directory) ? "." : directory.IsRoot ? path.ToString()[1..] : path.ToString()[(directory.ToString().Length + 1)..];

    private static void ShowNext(Writer writer, string? cursor)
    {
        if (writer.IsJson) writer.Json(json => json.WriteString("nextCursor", cursor));
        else if (cursor is not null) writer.Line($"more: --cursor {cursor}");
    }
}
