using System.Diagnostics;
using Panthera.Permissions;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Cli.Bench.Graph;

/// <summary>Single checks over shapes that engines of this kind publish figures of; nothing is kept from one check to the next.</summary>
internal sealed class GraphBenchmark : IBenchmark
{
    public string Name => "graph";

    public string Summary => "one check at a time over deep, wide and shared graphs, and a look-up, without any cache";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long> { ["checks"] = 100_000, ["lookups"] = 5_000 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        foreach (var shape in GraphShapes.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Progress($"{shape.Metric}: {shape.Relationships.Count} relationships");
            await using var logs = new TenantLogs(new MemoryEngine(), [PermissionsRoom.Instance], new(), TimeProvider.System);
            var log = await logs.OpenAsync(new(1));
            await WriteAsync(log, shape, context.Seed, cancellationToken);
            Measure(context, shape, new(log.Published, default, TimeProvider.System.GetUtcNow(), pieces: PermissionPieces.None));
        }
    }

    // Shuffled by the seed, so that numbers, by which everything is laid out, do not follow the shape.
    private static async Task WriteAsync(TenantLog log, GraphShape shape, int seed, CancellationToken cancellationToken)
    {
        var origin = new CommitOrigin("operator");
        _ = (await log.CommitAsync(new WriteSchemaProposal(SchemaCompiler.Compile(shape.Schema), _ => false), origin, cancellationToken)).Outcome.Value;
        RelationshipUpdate[] updates = [.. shape.Relationships.Select(text => new RelationshipUpdate(RelationshipOperation.Touch, Relationship.Parse(text)))];
        new Random(seed).Shuffle(updates);
        _ = (await log.CommitAsync(new WriteRelationshipsProposal<EmptyStructure>(updates, [], _ => default), origin, cancellationToken)).Outcome.Value;
    }

    private static void Measure(BenchContext context, GraphShape shape, PermissionGraph<EmptyStructure> graph)
    {
        var asked = Relationship.Parse(shape.Question);
        var permission = graph.FindPermission(asked.Resource.Type, asked.Relation).Value;
        var subject = graph.ResolveSubject(asked.Subject).Value;
        References.TryFind(graph.State, graph.Structure, asked.Resource, out var resource);
        Time(context, $"graph.{shape.Metric}", context.Size("checks"), $"{shape.Note}; each check timed alone, the clock's own cost included, no caches", () =>
        {
            using var scope = EvaluationScope.Rent();
            if (graph.Check(resource, permission, subject, scope).IsAllowed != shape.IsAllowed) throw new InvalidOperationException($"`{shape.Question}` came out wrong");
        });
        if (shape.Looked is not { } count) return;
        List<(ulong, Decision)> found = new(count);
        Time(context, $"graph.{shape.Metric}.lookup", context.Size("lookups"), $"all {count} resources, by number", () =>
        {
            found.Clear();
            graph.LookupResources(permission, subject, after: 0, int.MaxValue, found);
            if (found.Count != count) throw new InvalidOperationException($"the look-up found {found.Count} resources, not {count}");
        });
    }

    private static void Time(BenchContext context, string metric, int rounds, string how, Action action)
    {
        var warm = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warm) < context.Duration / 16) action();
        var durations = new Durations(rounds);
        for (var i = 0; i < rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            action();
            durations.AddSince(started);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) action();
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
        context.Nanoseconds($"{metric}.p50", durations.Percentile(0.50), how);
        context.Nanoseconds($"{metric}.p99", durations.Percentile(0.99), "of the same");
        context.Bytes($"{metric}.allocated", allocated, "managed bytes each");
    }
}
