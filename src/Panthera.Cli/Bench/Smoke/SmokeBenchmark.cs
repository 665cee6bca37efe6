namespace Panthera.Cli.Bench.Smoke;

/// <summary>One figure of each thing that the store does, in a minute or two: to see that nothing is badly wrong.</summary>
internal sealed class SmokeBenchmark : IBenchmark
{
    public string Name => "smoke";

    public string Summary => "checks by path, listing and reading through HTTP, import and commit: one figure of each";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long>
    {
        ["files"] = 100_000,
        ["users"] = 1_000,
        ["groups"] = 100,
        ["checks"] = 200_000,
        ["listed"] = 1_000,
        ["imported"] = 20_000,
    };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await ChecksPart.RunAsync(context, cancellationToken);
        await HttpPart.RunAsync(context, cancellationToken);
        await DurablePart.RunAsync(context, cancellationToken);
    }
}
