using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera schema read`.</summary>
internal sealed class SchemaReadCommand : PantheraCommand
{
    internal SchemaReadCommand(Terminal terminal)
        : base(terminal, "read", "Shows a tenant's schema as it was written.", "schema read --tenant acme --data ./data")
    {
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var schema = (await client.ReadSchemaAsync(cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => json.WriteString("schema", schema));
        else context.Terminal.Out.Write(schema.EndsWith('\n') ? schema : schema + "\n");
        return ExitCodes.Done;
    }
}
