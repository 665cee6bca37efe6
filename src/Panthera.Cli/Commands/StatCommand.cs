using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>`panthera stat`.</summary>
internal sealed class StatCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path();

    internal StatCommand(Terminal terminal)
        : base(terminal, "stat", "Shows what is known of a file or directory.", "stat /docs/plan.md --data ./data") => Add(_path);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var entry = (await client.StatAsync(context.Get(_path), cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Entry(json, entry));
        else Show(context.Writer, entry);
        return ExitCodes.Done;
    }

    private static void Show(Writer writer, FileEntry entry)
    {
        writer.Line($"path      {entry.Path}");
        writer.Line($"kind      {Documents.Kind(entry.Kind)}");
        if (entry.IsPassage)
        {
            writer.Line("access    passage: it leads to something that you can read");
            return;
        }

        if (entry.Kind == EntryKind.File) writer.Line($"size      {Numbers.Count(entry.SizeBytes)} bytes ({Numbers.Size(entry.SizeBytes)})");
        writer.Line($"modified  {Numbers.Time(entry.ModifiedAt)} UTC");
        writer.Line($"owner     {entry.Owner}");
        writer.Line($"made by   {entry.CreatedBy}");
        writer.Line($"id        {entry.Id}");
        writer.Line($"version   {entry.Version}");
        writer.Line($"etag      {entry.ETag}");
    }
}
