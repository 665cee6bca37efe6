using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>`panthera rm`.</summary>
internal sealed class RemoveCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path(description: "the file or directory to delete");

    private readonly Option<bool> _recursive = new("--recursive", "-r") { Description = "delete a directory with everything below it" };

    private readonly Option<string?> _ifMatch = Parameters.IfMatch();

    internal RemoveCommand(Terminal terminal)
        : base(terminal, "rm", "Deletes a file or directory, in one commit however much is below it.", "rm -r /drafts --data ./data")
    {
        Add(_path);
        Add(_recursive);
        Add(_ifMatch);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var options = new DeleteOptions { Recursive = context.Get(_recursive), IfMatch = context.Get(_ifMatch) };
        var result = (await client.DeleteAsync(context.Get(_path), options, cancellationToken)).Value;
        return ChangeOutput.Show(context, result, $"deleted {context.Get(_path)}");
    }
}
