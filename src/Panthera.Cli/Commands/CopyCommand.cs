using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>`panthera cp`.</summary>
internal sealed class CopyCommand : PantheraCommand
{
    private readonly Argument<string> _from = Parameters.Path("from", "the file or directory to copy");

    private readonly Argument<string> _to = Parameters.Path("to", "the path of the copy");

    internal CopyCommand(Terminal terminal)
        : base(terminal, "cp", "Copies what the caller can read of a file or directory, and says what it left out; grants stay behind.", "cp /docs /backup/docs --data ./data")
    {
        Add(_from);
        Add(_to);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var result = (await client.CopyAsync(context.Get(_from), context.Get(_to), cancellationToken)).Value;
        Show(context.Writer, result);
        return ExitCodes.Done;
    }

    private static void Show(Writer writer, CopyResult result)
    {
        if (!writer.IsJson)
        {
            writer.Line($"copied {Numbers.Count(result.CopiedEntries)} entries to {result.Entry.Path}");
            foreach (var path in result.LeftOut) writer.Line($"left out {Printable.Text(path.ToString())}: it cannot be read");
            return;
        }

        writer.Json(json =>
        {
            Documents.Entry(json, result.Entry);
            json.WriteNumber("copiedEntries", result.CopiedEntries);
            json.WriteStartArray("leftOut");
            foreach (var path in result.LeftOut) json.WriteStringValue(path.ToString());
            json.WriteEndArray();
            json.WriteString("token", result.Token.ToString());
        });
    }
}
