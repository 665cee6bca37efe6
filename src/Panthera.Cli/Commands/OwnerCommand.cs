using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera owner`.</summary>
internal sealed class OwnerCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path();

    private readonly Argument<string?> _owner = new("owner") { Description = "the new owner: one user or agent; leave it out to see who it is", DefaultValueFactory = static _ => null };

    internal OwnerCommand(Terminal terminal)
        : base(terminal, "owner", "Shows or changes the one owner of a file or directory.", "owner /docs/plan.md user:bob --data ./data")
    {
        Add(_path);
        Add(_owner);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var owner = context.Get(_owner) is { } text ? Subjects.Parse(text) : null;
        await using var client = await context.OpenClientAsync(cancellationToken);
        var path = context.Get(_path);
        if (owner is not null)
        {
            var result = (await client.ChangeOwnerAsync(path, owner, cancellationToken)).Value;
            return ChangeOutput.Show(context, result, $"{owner} owns {path}", $"{owner} owns {path} already");
        }

        var entry = (await client.StatAsync(path, cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Entry(json, entry));
        else context.Writer.Line(entry.Owner?.ToString() ?? "unknown: you only pass through here");
        return ExitCodes.Done;
    }
}
