using System.CommandLine;
using System.Text.Json;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>`panthera explain`.</summary>
internal sealed class ExplainCommand : PantheraCommand
{
    private readonly Argument<string> _subject = Parameters.Subject();

    private readonly Argument<string> _permission = Parameters.Text("permission", "read, write, share, or another permission of the schema");

    private readonly Argument<string> _path = Parameters.Path();

    internal ExplainCommand(Terminal terminal)
        : base(terminal, "explain", "Shows which relationships decide a permission, or what is missing for it.", "explain user:bob read /docs/plan.md --data ./data")
    {
        Add(_subject);
        Add(_permission);
        Add(_path);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var subject = Subjects.Parse(context.Get(_subject));
        await using var client = await context.OpenClientAsync(cancellationToken);
        var explanation = (await client.ExplainAsync(subject, context.Get(_permission), context.Get(_path), cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Document(json, explanation));
        else Explanations.Draw(context.Writer, explanation);
        return ExitCodes.Done;
    }

    private static void Document(Utf8JsonWriter json, FileExplanation explanation)
    {
        json.WriteString("subject", explanation.Subject.ToString());
        json.WriteString("permission", explanation.Permission);
        json.WriteString("path", explanation.Path.ToString());
        json.WriteString("decision", Documents.Name(explanation.Decision));
        json.WriteStartArray("steps");
        foreach (var step in explanation.Steps)
        {
            json.WriteStartObject();
            json.WriteNumber("depth", step.Depth);
            json.WriteString("resource", step.Resource);
            json.WriteString("relation", step.Relation);
            Documents.Optional(json, "subject", step.Subject);
            json.WriteString("text", step.Text);
            json.WriteBoolean("granted", step.Granted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("isCut", explanation.IsCut);
        json.WriteString("token", explanation.Token.ToString());
    }
}
