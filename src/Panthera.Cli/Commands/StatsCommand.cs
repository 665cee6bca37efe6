using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera stats`.</summary>
internal sealed class StatsCommand : PantheraCommand
{
    internal StatsCommand(Terminal terminal)
        : base(terminal, "stats", "Shows counts and sizes: of a tenant, and of the data directory.", "stats --tenant acme --data ./data")
    {
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var statistics = await client.StatisticsAsync(cancellationToken);
        if (context.Writer.IsJson)
        {
            context.Writer.Json(json =>
            {
                foreach (var (name, value) in statistics) json.WriteNumber(name, value);
            });
            return ExitCodes.Done;
        }

        var table = Tables.Create(context.Writer, "what", "value>");
        foreach (var (name, value) in statistics)
            table.Row(name, name.EndsWith(".bytes", StringComparison.Ordinal) ? Numbers.Size(value) : Numbers.Count(value));
        context.Writer.Draw(table);
        return ExitCodes.Done;
    }
}
