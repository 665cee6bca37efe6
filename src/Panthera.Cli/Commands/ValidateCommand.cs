using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Cli.Schemas;
using Panthera.Cli.Validation;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Composition;

namespace Panthera.Cli.Commands;

/// <summary>`panthera validate`.</summary>
internal sealed class ValidateCommand : PantheraCommand
{
    private readonly Argument<string> _file = Parameters.Text("file", "the validation file: schema, relationships, assertions and expected relations, in YAML");

    internal ValidateCommand(Terminal terminal)
        : base(
            terminal,
            "validate",
            "Runs a validation file on a tenant in memory. Exit code: 0 everything holds, 1 something does not, 3 the file cannot be read.",
            "validate permissions.yaml") =>
        Add(_file);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Get(_file);
        ValidationDocument document;
        try
        {
            document = ValidationReader.Read(await SchemaText.ReadAsync(context, file, cancellationToken));
        }
        catch (ValidationFormatException exception)
        {
            context.Writer.ErrorLines($"{file}:{exception.Line}: {Printable.Text(exception.Message)}");
            return ExitCodes.Error;
        }

        if (await CompileAsync(context, file, document, cancellationToken) is not { } schema) return ExitCodes.Refused;
        var report = await ValidationRun.RunAsync(document, schema, context.Terminal.Time, cancellationToken);
        Show(context.Writer, file, report);
        return report.Failures.Count == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static async Task<CompiledSchema?> CompileAsync(CommandContext context, string file, ValidationDocument document, CancellationToken cancellationToken)
    {
        if (document.Schema is { } text)
        {
            if (SchemaCompiler.TryCompile(text, out var schema, out var errors)) return schema;
            SchemaErrors.Report(context.Writer, $"{file} (schema)", text, new SchemaException(errors));
            return null;
        }

        var schemaFile = Path.Combine(Path.GetDirectoryName(file) ?? "", document.SchemaFile!);
        try
        {
            return (await SchemaText.ComposeAsync(context, schemaFile, cancellationToken)).Compile();
        }
        catch (SchemaFileException exception)
        {
            SchemaErrors.Report(context.Writer, schemaFile, exception);
            return null;
        }
    }

    private static void Show(Writer writer, string file, ValidationReport report)
    {
        foreach (var failure in report.Failures)
        {
            if (writer.IsJson)
            {
                writer.Json(json =>
                {
                    json.WriteString("part", failure.Part);
                    if (failure.Line is { } line) json.WriteNumber("line", line);
                    json.WriteString("message", failure.Message);
                });
            }
            else
            {
                writer.Line($"{file}{(failure.Line is { } line ? $":{line}" : "")}: {failure.Part}: {Printable.Text(failure.Message)}");
            }
        }

        if (writer.IsJson)
        {
            writer.Json(json =>
            {
                json.WriteNumber("checked", report.Checked);
                json.WriteNumber("failures", report.Failures.Count);
            });
        }
        else
        {
            writer.Line(report.Failures.Count == 0 ? $"{Numbers.Count(report.Checked)} expectations hold" : $"{Numbers.Count(report.Failures.Count)} failures");
        }
    }
}
