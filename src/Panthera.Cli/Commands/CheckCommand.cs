using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Storage;

namespace Panthera.Cli.Commands;

/// <summary>`panthera check`.</summary>
internal sealed class CheckCommand : PantheraCommand
{
    private readonly Argument<string> _subject = Parameters.Subject();

    private readonly Argument<string> _permission = Parameters.Text("permission", "read, write, share, or another permission of the schema");

    private readonly Argument<string> _path = Parameters.Path();

    internal CheckCommand(Terminal terminal)
        : base(
            terminal,
            "check",
            "Says whether a subject has a permission on a path. Exit code: 0 allowed, 1 denied, 2 conditional, 3 error.",
            "check user:bob read /docs/plan.md --data ./data")
    {
        Add(_subject);
        Add(_permission);
        Add(_path);
    }

    // 1 says denied: what could not be decided must not look like it.
    protected override int ExitCodeOf(Refusal refusal) => ExitCodes.Error;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var subject = Subjects.Parse(context.Get(_subject));
        await using var client = await context.OpenClientAsync(cancellationToken);
        var (permission, path) = (context.Get(_permission), context.Get(_path));
        var answer = (await client.CheckAsync(subject, permission, path, cancellationToken)).Value;
        if (context.Writer.IsJson)
        {
            context.Writer.Json(json =>
            {
                json.WriteString("subject", subject.ToString());
                json.WriteString("permission", permission);
                json.WriteString("path", path);
                json.WriteString("decision", Documents.Name(answer.Decision));
                Documents.Expiry(json, answer.ExpiresAt);
                json.WriteString("token", answer.Token.ToString());
            });
        }
        else
        {
            context.Writer.Line(answer.ExpiresAt is { } at ? $"{Documents.Name(answer.Decision)} (until {Numbers.Time(at)} UTC)" : Documents.Name(answer.Decision));
        }

        return ExitCodes.Of(answer.Decision);
    }
}
