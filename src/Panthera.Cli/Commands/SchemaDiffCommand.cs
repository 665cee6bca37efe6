using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Cli.Schemas;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Composition;
using Panthera.Permissions.Schema.Reflection;
using Panthera.Storage;

namespace Panthera.Cli.Commands;

/// <summary>`panthera schema diff`.</summary>
internal sealed class SchemaDiffCommand : PantheraCommand
{
    private readonly Argument<string> _first = Parameters.Text("old", "the schema before; the schema after, if it is the only one");

    private readonly Argument<string?> _second = new("new") { Description = "the schema after; left out to compare with a tenant's", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = static _ => null };

    internal SchemaDiffCommand(Terminal terminal)
        : base(
            terminal,
            "diff",
            "Lists what one schema changes of another, or a file of a tenant's schema. Exit code: 0 nothing, 1 something, 3 error.",
            "schema diff old.zed new.zed",
            "schema diff new.zed --tenant acme --data ./data")
    {
        Add(_first);
        Add(_second);
    }

    protected override int ExitCodeOf(Refusal refusal) => ExitCodes.Error;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (first, second) = (context.Get(_first), context.Get(_second));
        var after = await CompileAsync(context, second ?? first, cancellationToken);
        var before = second is null ? await OfTenantAsync(context, cancellationToken) : await CompileAsync(context, first, cancellationToken);
        if (before is null || after is null) return ExitCodes.Error;
        var changes = SchemaDiff.Between(before, after);
        foreach (var change in changes)
        {
            if (context.Writer.IsJson) Document(context.Writer, change);
            else context.Writer.Line(Printable.Text(change.ToString()));
        }

        return changes.IsEmpty ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static void Document(Writer writer, SchemaChange change) => writer.Json(json =>
    {
        json.WriteString("kind", change.Kind.ToString());
        if (change.Definition is { } definition) json.WriteString("definition", definition.Name);
        if (change.Relation is { } relation) json.WriteString("relation", relation.Name);
        if (change.SubjectType is { } form) json.WriteString("subjectType", form.ToString());
        if (change.Permission is { } permission) json.WriteString("permission", permission.Name);
        if (change.Caveat is { } caveat) json.WriteString("caveat", caveat.Name);
        if (change.Parameter is { } parameter) json.WriteString("parameter", parameter.Name);
        if (change.PreviousType is { } type) json.WriteString("previousType", type.ToString());
    });

    private static async Task<CompiledSchema?> CompileAsync(CommandContext context, string file, CancellationToken cancellationToken)
    {
        try
        {
            return (await SchemaText.ComposeAsync(context, file, cancellationToken)).Compile();
        }
        catch (SchemaFileException exception)
        {
            SchemaErrors.Report(context.Writer, file, exception);
            return null;
        }
    }

    // A tenant without a schema is compared as one of no types.
    private static async Task<CompiledSchema> OfTenantAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var read = await client.ReadSchemaAsync(cancellationToken);
        return read is { IsAccepted: false, Refusal.Code: RefusalCode.NotFound } ? CompiledSchema.Empty : SchemaCompiler.Compile(read.Value);
    }
}
