using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Cli.Schemas;
using Panthera.Permissions.Schema.Composition;

namespace Panthera.Cli.Commands;

/// <summary>`panthera schema write`.</summary>
internal sealed class SchemaWriteCommand : PantheraCommand
{
    private readonly Argument<string> _file = Parameters.Text("file", "the schema, with what it imports; - for the standard input");

    internal SchemaWriteCommand(Terminal terminal)
        : base(
            terminal,
            "write",
            "Replaces a tenant's schema by a file's, with its imports and partials put in their places. Refused if a stored relationship would no longer be allowed.",
            "schema write schema.zed --tenant acme --data ./data") =>
        Add(_file);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Get(_file);
        string text;
        try
        {
            text = (await SchemaText.ComposeAsync(context, file, cancellationToken)).WriteOut();
        }
        catch (SchemaFileException exception)
        {
            SchemaErrors.Report(context.Writer, file, exception);
            return ExitCodes.Refused;
        }

        await using var client = await context.OpenClientAsync(cancellationToken);
        var token = (await client.WriteSchemaAsync(text, cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => json.WriteString("token", token));
        else context.Writer.Line($"wrote the schema of {file}");
        return ExitCodes.Done;
    }

    // The schema compiled here, so whatever is refused now is refused by what the tenant holds.
    protected override int ExitCodeOf(Storage.Refusal refusal) => ExitCodes.Refused;
}
