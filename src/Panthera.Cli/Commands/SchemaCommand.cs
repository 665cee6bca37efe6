using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera schema`.</summary>
internal sealed class SchemaCommand : CommandGroup
{
    internal SchemaCommand(Terminal terminal)
        : base(
            "schema",
            "Formats, checks, compares, reads and writes schemas.",
            "schema validate schema.zed",
            "schema write schema.zed --tenant acme --data ./data")
    {
        Add(new SchemaFormatCommand(terminal));
        Add(new SchemaValidateCommand(terminal));
        Add(new SchemaDiffCommand(terminal));
        Add(new SchemaReadCommand(terminal));
        Add(new SchemaWriteCommand(terminal));
    }
}
