using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Relationships;
using Panthera.Storage;

namespace Panthera.Cli.Bench.Dispatch;

/// <summary>What the caches still answer while somebody writes, and what a check costs when they are empty.</summary>
internal sealed class ChurnBenchmark : IBenchmark
{
    public string Name => "churn";

    public string Summary => "hit rates of the caches under one write in a hundred checks and without, and a first check after they were emptied";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long> { ["checks"] = 200_000, ["cold"] = 2_000 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        foreach (var (quantum, consistency) in ((string, Consistency)[])[("quantum", Consistency.MinimizeLatency), ("head", Consistency.FullyConsistent)])
        {
            foreach (var writes in (bool[])[false, true])
            {
                context.Progress($"{quantum}, {(writes ? "one write in a hundred" : "no writes")}");
                await using var data = await DeepData.MakeAsync(context.Seed, PermissionPieces.All, cancellationToken);
                await AskAsync(context, data, consistency, writes, cancellationToken);
                Report(context, data, writes ? $"churn.{quantum}.hit.rate" : $"churn.{quantum}.hit.rate.still");
            }
        }

        await ColdAsync(context, PermissionPieces.All, "check.cold", cancellationToken);
        await ColdAsync(context, PermissionPieces.None, "check.cold.off", cancellationToken);
    }

    // The first half only fills the caches: what is reported is of the second.
    private static async Task AskAsync(BenchContext context, DeepData data, Consistency consistency, bool writes, CancellationToken cancellationToken)
    {
        var random = new Random(context.Seed + 1);
        var checks = context.Size("checks");
        for (var i = 0; i < checks; i++)
        {
            if (i == checks / 2) data.Permissions.ResetCounters();
            var question = DeepData.Question(Zipf(random, DeepData.Documents), Zipf(random, DeepData.Users));
            _ = (await data.Permissions.CheckAsync(consistency, question, cancellationToken)).Value;
            if (writes && i % 100 == 99) await data.WriteAsync(RelationshipOperation.Touch, [Written(random)], cancellationToken);
        }
    }

    // A tenth of the writes are on groups and top folders, which much rests on.
    private static string Written(Random random) => random.Next(20) switch
    {
        0 => $"group:g{random.Next(DeepData.Groups)}#member@user:u{random.Next(DeepData.Users)}",
        1 => $"folder:f{random.Next(DeepData.Chains) * DeepData.Levels}#viewer@user:u{random.Next(DeepData.Users)}",
        _ => $"document:d{random.Next(DeepData.Documents)}#reader@user:u{random.Next(DeepData.Users)}",
    };

    // Frequency falls as one over rank; continuous, and near enough.
    private static int Zipf(Random random, int count) => (int)Math.Min(count - 1, Math.Pow(count, random.NextDouble()) - 1);

    private static void Report(BenchContext context, DeepData data, string metric)
    {
        foreach (var (piece, counters) in data.Permissions.PieceCounters)
        {
            var asked = counters.Hits + counters.Misses + counters.Invalidated;
            if (piece == PermissionPieces.Coalescing || asked == 0) continue;
            var note = $"{counters.Hits:n0} of {asked:n0}; {counters.Invalidated:n0} no longer held, {counters.FalselyInvalidated:n0} of them came out the same again; {counters.Bytes:n0} bytes";
            context.Ratio($"{metric}.{piece.ToString().ToLowerInvariant()}", counters.Hits / (double)asked, note);
        }
    }

    private static async Task ColdAsync(BenchContext context, PermissionPieces pieces, string metric, CancellationToken cancellationToken)
    {
        context.Progress(metric);
        await using var data = await DeepData.MakeAsync(context.Seed, pieces, cancellationToken);
        var random = new Random(context.Seed + 2);
        var rounds = context.Size("cold");
        var durations = new Durations(rounds);
        for (var i = -rounds; i < rounds; i++)
        {
            var question = DeepData.Question((random.Next(DeepData.Chains) * DeepData.Levels * 10) + (DeepData.Levels * 10) - 1, random.Next(DeepData.Users));
            data.Permissions.ClearCaches();
            var begun = System.Diagnostics.Stopwatch.GetTimestamp();
            _ = (await data.Permissions.CheckAsync(Consistency.FullyConsistent, question, cancellationToken)).Value;
            if (i >= 0) durations.AddSince(begun);
        }

        context.Nanoseconds($"{metric}.p50", durations.Percentile(0.5), "a document twenty folders deep, four definitions, intersections; all caches emptied before each");
        context.Nanoseconds($"{metric}.p99", durations.Percentile(0.99), "of the same");
    }
}
