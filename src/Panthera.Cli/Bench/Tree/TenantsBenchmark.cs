using System.Diagnostics;
using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Files.Measurement;
using Panthera.Permissions;
using Panthera.Storage.RocksDb;

namespace Panthera.Cli.Bench.Tree;

/// <summary>Loading a large tenant from its image and from its records, its first answer, dropping it, and many like it in memory.</summary>
internal sealed class TenantsBenchmark : IBenchmark
{
    private const string Large = "large";
    private const string Small = "small";
    private static readonly SubjectReference s_owner = SubjectReference.Parse("user:owner");

    public string Name => "tenants";

    public string Summary => "large tenants of real paths: the first check, loading, dropping beside a neighbour, many in memory (--paths FILE)";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long>
    {
        ["paths"] = int.MaxValue,
        ["owners"] = 1,
        ["copies"] = 14,
        ["rounds"] = 5,
    };

    public Task RunAsync(BenchContext context, CancellationToken cancellationToken) =>
        MeasureAsync(context, context.Paths ?? throw new UsageException("`bench tenants` needs `--paths FILE`: a path, a tab and an owner a line"), cancellationToken);

    internal static async Task MeasureAsync(BenchContext context, string file, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("panthera-bench-").FullName;
        try
        {
            var lines = File.ReadLines(file).Take(context.Size("paths"));
            var sample = FilePath.Parse(lines.Skip(context.Size("paths") == int.MaxValue ? 3_000_000 : context.Size("paths") / 2).First().Split('\t')[0]).Value;
            context.Progress("importing");
            await ImportAsync(context, directory, lines, cancellationToken);
            await FirstChecksAsync(context, directory, sample, cancellationToken);
            Copies(context, Directory.GetFiles(Path.Combine(directory, "checkpoints")).Single(), sample);
            await LoadAsync(context, directory, "image", cancellationToken);
            Directory.Delete(Path.Combine(directory, "checkpoints"), recursive: true);
            await LoadAsync(context, directory, "records", cancellationToken);
            await DropAsync(context, directory, cancellationToken);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task ImportAsync(BenchContext context, string directory, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        // No budget: it leaves memory when it is returned, and its image is written then.
        await using var store = await OpenAsync(directory, 0, cancellationToken);
        _ = (await store.CreateTenantAsync(Large, s_owner, cancellationToken)).Value;
        _ = (await store.CreateTenantAsync(Small, s_owner, cancellationToken)).Value;
        using (var lease = (await store.RentTenantAsync(Large)).Value)
        {
            await TenantTrial.ImportAsync(lease.Tenant, lines, context.Size("owners") != 0, cancellationToken);
            context.SetSize("entries", TenantTrial.CountEntries(lease.Tenant));
        }

        await TenantTrial.SettleAsync(store);
    }

    private static async Task FirstChecksAsync(BenchContext context, string directory, FilePath sample, CancellationToken cancellationToken)
    {
        context.Progress("first checks");
        var durations = new Durations(context.Size("rounds"));
        for (var round = 0; round < context.Size("rounds"); round++)
        {
            await using var store = await OpenAsync(directory, null, cancellationToken);
            var begun = Stopwatch.GetTimestamp();
            using var lease = (await store.RentTenantAsync(Large)).Value;
            if (!lease.Tenant.Files!.Check(Caller.Operator, s_owner, "read", sample).IsAccepted) throw new InvalidOperationException($"`{sample}` is not found");
            durations.AddSince(begun);
            if (store.EngineStatistics()["checkpoints.opened"] != 1) throw new InvalidOperationException("the tenant was not loaded from an image");
        }

        context.Nanoseconds("metadata.cold_first_check", durations.Percentile(0.5), "median of rounds: tenant not in memory, its files in the system's cache");
        context.Nanoseconds("metadata.cold_first_check.max", durations.Percentile(1), "the first of them also starts the program's code");
    }

    private static async Task LoadAsync(BenchContext context, string directory, string from, CancellationToken cancellationToken)
    {
        context.Progress($"loading from {from}");
        await using var store = await OpenAsync(directory, null, cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        using var lease = (await store.RentTenantAsync(Large)).Value;
        TenantTrial.ReadWhole(lease.Tenant);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        context.Rate($"metadata.load.{from}.rate", TenantTrial.CountEntries(lease.Tenant) / seconds, $"entries, all of the tenant in memory, from its {from}");
    }

    private static void Copies(BenchContext context, string image, FilePath sample)
    {
        context.Progress("copies");
        ProcessMemory.Collect();
        var before = ProcessMemory.Resident();
        var begun = Stopwatch.GetTimestamp();
        var trees = new List<Func<FilePath, bool>>();
        for (var i = 0; i < context.Size("copies"); i++) trees.Add(TenantTrial.OpenImage(image));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        foreach (var find in trees)
        {
            if (!find(sample)) throw new InvalidOperationException($"`{sample}` is not found");
        }

        context.Bytes("metadata.hundred_million.rss", ProcessMemory.Resident(), "the whole process: every page of every copy in memory, files without contents, relationships left out");
        context.Bytes("metadata.hundred_million.rss.growth", ProcessMemory.Resident() - before, "what the copies added to it");
        context.Rate("metadata.hundred_million.rate", context.Size("copies") * (double)context.Size("entries") / seconds, "entries read from the image");
        GC.KeepAlive(trees);
    }

    private static async Task DropAsync(BenchContext context, string directory, CancellationToken cancellationToken)
    {
        context.Progress("dropping");
        await using var store = await OpenAsync(directory, null, cancellationToken);
        var neighbour = (await store.OpenTenantAsync(Small)).Value.Files!;
        _ = (await store.OpenTenantAsync(Large)).Value;
        Neighbour(neighbour, Task.Delay(500, cancellationToken));
        var idle = Neighbour(neighbour, Task.Delay(1500, cancellationToken));
        var begun = Stopwatch.GetTimestamp();
        var seconds = 0.0;
        var during = Neighbour(neighbour, Task.WhenAll(Dropped(), Task.Delay(1500, cancellationToken)));
        context.Nanoseconds("metadata.drop", seconds * 1e9, "until the tenant, its records and its image are gone; the engine gives the space back behind");
        context.Nanoseconds("metadata.drop.neighbour.idle.p99", idle.Percentile(0.99), "a neighbour's check before");
        context.Nanoseconds("metadata.drop.neighbour.p99", during.Percentile(0.99), "and while the tenant was dropped");
        begun = Stopwatch.GetTimestamp();
        ProcessMemory.Collect();
        context.Nanoseconds("metadata.drop.reclamation", Stopwatch.GetElapsedTime(begun).TotalNanoseconds, "collecting what the dropped tenant had in memory");

        async Task Dropped()
        {
            _ = (await store.DropTenantAsync(Large, cancellationToken)).Value;
            seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
    }

    private static Durations Neighbour(FileStore files, Task until)
    {
        var durations = new Durations(1 << 20);
        var root = FilePath.Parse("/").Value;
        while (!until.IsCompleted)
        {
            var begun = Stopwatch.GetTimestamp();
            if (!files.Check(Caller.Operator, s_owner, "read", root).IsAccepted) throw new InvalidOperationException("the neighbour does not answer");
            durations.AddSince(begun);
        }

        return durations;
    }

    private static Task<PantheraStore> OpenAsync(string directory, long? budgetBytes, CancellationToken cancellationToken)
    {
        var options = new PantheraStoreOptions
        {
            BlobDirectory = Path.Combine(directory, "blobs"),
            // However few paths there are, there is an image to measure.
            Storage = new() { CheckpointDirectory = Path.Combine(directory, "checkpoints"), CheckpointRecords = 1000 },
        };
        if (budgetBytes is { } budget) options = options with { MemoryBudgetBytes = budget };
        return PantheraStore.OpenAsync(RocksDbEngine.Open(Path.Combine(directory, "data"), new RocksDbEngineOptions()), options, cancellationToken);
    }
}
