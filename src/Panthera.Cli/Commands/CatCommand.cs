using System.CommandLine;
using Panthera.Cli.Client;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera cat`.</summary>
internal sealed class CatCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path();

    private readonly Option<string?> _range = new("--range") { HelpName = "RANGE", Description = "only these bytes: 0-99 (inclusive), 100-, or -100 for the last hundred" };

    internal CatCommand(Terminal terminal)
        : base(terminal, "cat", "Writes a file's bytes to standard output.", "cat /docs/plan.md --data ./data", "cat /log.txt --range -4096 --data ./data")
    {
        Add(_path);
        Add(_range);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        ByteRange? range = context.Get(_range) is { } text ? ByteRange.Parse(text) : null;
        await using var client = await context.OpenClientAsync(cancellationToken);
        _ = (await client.ReadAsync(context.Get(_path), range, context.Terminal.RawOut, cancellationToken)).Value;
        await context.Terminal.RawOut.FlushAsync(cancellationToken);
        return ExitCodes.Done;
    }
}
