using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>`panthera mv`.</summary>
internal sealed class MoveCommand : PantheraCommand
{
    private readonly Argument<string> _from = Parameters.Path("from", "the path to move");

    private readonly Argument<string> _to = Parameters.Path("to", "the path that it has afterwards");

    private readonly Option<bool> _replace = new("--replace") { Description = "replace a file, or an empty directory, that is there" };

    private readonly Option<string?> _ifMatch = Parameters.IfMatch();

    internal MoveCommand(Terminal terminal)
        : base(
            terminal,
            "mv",
            "Moves a file or a whole directory, in one commit however much is below it; permissions follow the new place.",
            "mv /drafts/plan.md /docs/plan.md --data ./data")
    {
        Add(_from);
        Add(_to);
        Add(_replace);
        Add(_ifMatch);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var options = new MoveOptions { Replace = context.Get(_replace), IfMatch = context.Get(_ifMatch) };
        var result = (await client.MoveAsync(context.Get(_from), context.Get(_to), options, cancellationToken)).Value;
        return ChangeOutput.Show(context, result, $"moved {context.Get(_from)} to {context.Get(_to)}");
    }
}
