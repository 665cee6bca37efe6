using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Cli.Schemas;
using Panthera.Permissions.Schema.Composition;

namespace Panthera.Cli.Commands;

/// <summary>`panthera schema validate`.</summary>
internal sealed class SchemaValidateCommand : PantheraCommand
{
    private readonly Argument<string> _file = Parameters.Text("file", "the schema, with what it imports; - for the standard input");

    internal SchemaValidateCommand(Terminal terminal)
        : base(terminal, "validate", "Compiles a schema and what it imports, and shows every error with its place. Exit code: 0 it is valid, 1 it is not.", "schema validate schema.zed") =>
        Add(_file);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Get(_file);
        try
        {
            var schema = (await SchemaText.ComposeAsync(context, file, cancellationToken)).Compile();
            if (context.Writer.IsJson)
            {
                context.Writer.Json(json =>
                {
                    json.WriteBoolean("valid", true);
                    json.WriteNumber("definitions", schema.Definitions.Length);
                    json.WriteNumber("caveats", schema.Caveats.Length);
                });
            }
            else
            {
                context.Writer.Line($"valid: {schema.Definitions.Length} definitions, {schema.Caveats.Length} caveats");
            }

            return ExitCodes.Done;
        }
        catch (SchemaFileException exception)
        {
            SchemaErrors.Report(context.Writer, file, exception);
            return ExitCodes.Refused;
        }
    }
}
