using System.Diagnostics;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Cli.Bench.Dispatch;

/// <summary>Sixty-four callers who all ask the same costly question.</summary>
internal sealed class HerdBenchmark : IBenchmark
{
    private const int Callers = 64;

    public string Name => "herd";

    public string Summary => "sixty-four callers and one hot deep check, with the pieces on and off in turns";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long> { ["turns"] = 10, ["checks"] = 2_000 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var on = await DeepData.MakeAsync(context.Seed, PermissionPieces.All, cancellationToken);
        await using var off = await DeepData.MakeAsync(context.Seed, PermissionPieces.None, cancellationToken);
        var question = DeepData.Question((DeepData.Levels * 10) - 1, 7);
        List<double> withPieces = [], without = [];
        for (var turn = -2; turn < context.Size("turns"); turn++)
        {
            context.Progress($"turn {turn + 3}");
            var fast = await RunAsync(context, on, question, cancellationToken);
            var slow = await RunAsync(context, off, question, cancellationToken);
            if (turn < 0) continue;
            withPieces.Add(fast);
            without.Add(slow);
        }

        withPieces.Sort();
        without.Sort();
        var (median, medianOff) = (withPieces[withPieces.Count / 2], without[without.Count / 2]);
        context.Rate("herd.rate", median, "checks a second of all callers; everything that is kept is forgotten at the beginning of each turn");
        context.Rate("herd.rate.off", medianOff, "the graph alone");
        context.Ratio("herd.speedup", median / medianOff, "of the medians");
    }

    private static async Task<double> RunAsync(BenchContext context, DeepData data, CheckItem question, CancellationToken cancellationToken)
    {
        data.Permissions.ClearCaches();
        var checks = context.Size("checks");
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                for (var i = 0; i < checks; i++) _ = (await data.Permissions.CheckAsync(Consistency.FullyConsistent, question, cancellationToken)).Value;
            },
            cancellationToken)));
        return Callers * checks / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
