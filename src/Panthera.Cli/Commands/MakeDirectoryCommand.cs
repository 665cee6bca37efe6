using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera mkdir`.</summary>
internal sealed class MakeDirectoryCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path(description: "the directory to make");

    private readonly Option<bool> _parents = new("--parents", "-p") { Description = "make missing directories on the way; one that is there already is fine" };

    internal MakeDirectoryCommand(Terminal terminal)
        : base(terminal, "mkdir", "Makes a directory.", "mkdir -p /docs/2026 --data ./data")
    {
        Add(_path);
        Add(_parents);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var result = (await client.MakeDirectoryAsync(context.Get(_path), context.Get(_parents), cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Written(json, result));
        else context.Writer.Line(result.Created ? $"made {result.Entry.Path}" : $"{result.Entry.Path} is there already");
        return ExitCodes.Done;
    }
}
