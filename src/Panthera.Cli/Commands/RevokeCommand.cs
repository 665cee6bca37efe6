using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera revoke`.</summary>
internal sealed class RevokeCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path();

    private readonly Argument<string> _relation = Parameters.Text("relation", "what to take away: viewer, editor, or another relation of the schema");

    private readonly Argument<string> _subject = Parameters.Subject();

    internal RevokeCommand(Terminal terminal)
        : base(terminal, "revoke", "Takes back a grant on a path; what is inherited from above is taken back there.", "revoke /docs viewer group:eng#member --data ./data")
    {
        Add(_path);
        Add(_relation);
        Add(_subject);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (path, relation, subject) = (context.Get(_path), context.Get(_relation), Subjects.Parse(context.Get(_subject)));
        await using var client = await context.OpenClientAsync(cancellationToken);
        var result = (await client.RevokeAsync(path, relation, subject, cancellationToken)).Value;
        return ChangeOutput.Show(context, result, $"{subject} is no longer {relation} of {path}", $"{subject} was not {relation} of {path}; `panthera explain` says where a right comes from");
    }
}
