using System.Text.Json;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>`panthera fsck`.</summary>
internal sealed class FsckCommand : PantheraCommand
{
    internal FsckCommand(Terminal terminal)
        : base(terminal, "fsck", "Reads everything stored and checks that it is whole. Exit code: 0 nothing wrong, 1 something is.", "fsck --data ./data")
    {
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var report = await client.FsckAsync(null, cancellationToken);
        if (context.Writer.IsJson) context.Writer.Json(json => Document(json, report));
        else Show(context.Writer, report);
        return report.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static void Show(Writer writer, FsckReport report)
    {
        writer.Line($"checked {Numbers.Count(report.Tenants)} tenants, {Numbers.Count(report.Entries)} entries, "
            + $"{Numbers.Count(report.Contents)} contents ({Numbers.Size(report.ContentBytes)})");
        foreach (var note in report.Notes) writer.Line($"note: {note}");
        foreach (var problem in report.Problems) writer.Line($"problem: {problem}");
        writer.Line(report.Problems.Count == 0 ? "nothing is wrong" : $"{Numbers.Count(report.Problems.Count)} problems");
    }

    private static void Document(Utf8JsonWriter json, FsckReport report)
    {
        json.WriteNumber("tenants", report.Tenants);
        json.WriteNumber("entries", report.Entries);
        json.WriteNumber("contents", report.Contents);
        json.WriteNumber("contentBytes", report.ContentBytes);
        Array(json, "problems", report.Problems);
        Array(json, "notes", report.Notes);
    }

    private static void Array(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
