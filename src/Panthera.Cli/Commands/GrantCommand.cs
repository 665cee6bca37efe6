using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera grant`.</summary>
internal sealed class GrantCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path();

    private readonly Argument<string> _relation = Parameters.Text("relation", "what to give: viewer, editor, or another relation of the schema");

    private readonly Argument<string> _subject = Parameters.Subject();

    private readonly Option<string?> _expires = Parameters.Expires();

    internal GrantCommand(Terminal terminal)
        : base(
            terminal,
            "grant",
            "Shares a file or a directory, with everything below it.",
            "grant /docs viewer group:eng#member --data ./data",
            "grant /docs/plan.md editor user:bob --expires 7d --data ./data")
    {
        Add(_path);
        Add(_relation);
        Add(_subject);
        Add(_expires);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (path, relation, subject) = (context.Get(_path), context.Get(_relation), Subjects.Parse(context.Get(_subject)));
        var expiresAt = Durations.After(context.Get(_expires), context.Terminal.Time);
        await using var client = await context.OpenClientAsync(cancellationToken);
        var result = (await client.GrantAsync(path, relation, subject, expiresAt, cancellationToken)).Value;
        var until = expiresAt is { } at ? $" until {Numbers.Time(at)} UTC" : "";
        return ChangeOutput.Show(context, result, $"{subject} is {relation} of {path}{until}", $"{subject} is {relation} of {path} already");
    }
}
