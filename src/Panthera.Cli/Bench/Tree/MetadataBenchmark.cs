using System.Diagnostics;
using Panthera.Cli.Bench.Tree.Redis;
using Panthera.Cli.Output;
using Panthera.Files.Measurement;
using Panthera.Storage.RocksDb;

namespace Panthera.Cli.Bench.Tree;

/// <summary>What the tree takes in memory for real paths, and how fast it is: without a gate, and without the bytes of files.</summary>
internal sealed class MetadataBenchmark : IBenchmark
{
    private const long ChangesPerSnapshot = 500_000;

    public string Name => "metadata";

    public string Summary => "the tree in memory: bytes an entry by part, after churn too; stat, listing, changes and loading (--paths FILE)";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long>
    {
        ["paths"] = int.MaxValue,
        ["stats"] = 1_000_000,
        ["churn"] = 10_000_000,
        ["changes_per_commit"] = 64,
        ["writers"] = 8,
        ["directory"] = 10_000_000,
        ["tenants"] = 10_000,
        ["owners"] = 1,
        ["copies"] = 14,
        ["rounds"] = 5,
    };

    public IReadOnlyList<string> Parts { get; } = ["tree", "directory", "large", "idle"];

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        // Each part that repeats ends after a minute for every second that a timed part may take, whatever it has done by then, and says how much that was.
        var limit = context.Duration * 60;
        var file = context.Paths ?? throw new UsageException("`bench metadata` needs `--paths FILE`: a path, a tab and an owner a line");
        if (context.Includes("tree")) await MeasureTreeAsync(context, file, limit, cancellationToken);
        if (context.Includes("directory")) await LargeDirectoryPart.RunAsync(context, limit, cancellationToken);
        if (context.Includes("large")) await TenantsBenchmark.MeasureAsync(context, file, cancellationToken);
        if (context.Includes("idle")) await IdleTenantsPart.RunAsync(context, cancellationToken);
        ProcessMemory.Collect();
        if (context.HasRedis) await RedisPart.RunAsync(context, file, limit);
    }

    private static async Task MeasureTreeAsync(BenchContext context, string file, TimeSpan limit, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("panthera-bench-").FullName;
        try
        {
            context.Progress("importing");

            // Before the import, of which the system allocator may keep something: what is stated is the most that it can be.
            var resident = ProcessMemory.Resident();
            await ImportAsync(context, file, directory, cancellationToken);
            await MeasureAsync(context, directory, resident, limit, cancellationToken);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task ImportAsync(BenchContext context, string file, string directory, CancellationToken cancellationToken)
    {
        await using var trial = await OpenAsync(directory, cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        var files = await trial.ImportAsync(File.ReadLines(file).Take(context.Size("paths")), cancellationToken);
        context.SetSize("paths", files);
        context.Rate("metadata.import.rate", trial.EntryCount / Stopwatch.GetElapsedTime(begun).TotalSeconds, "entries written to disk, 4,096 files a commit");
    }

    private static async Task MeasureAsync(BenchContext context, string directory, long resident, TimeSpan limit, CancellationToken cancellationToken)
    {
        ProcessMemory.Collect();
        var begun = Stopwatch.GetTimestamp();
        context.Progress("loading");
        await using var trial = await OpenAsync(directory, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        context.Rate("metadata.load.rate", trial.EntryCount / seconds, "entries, from the records of a RocksDB directory");
        ProcessMemory.Collect();
        Memory(context, "metadata", trial);
        context.Bytes("metadata.rss_per_entry", (ProcessMemory.Resident() - resident) / (double)trial.EntryCount, "growth of the resident set since before the import, engine caches of up to 128 MiB included");
        context.Bytes("metadata.managed_heap", GC.GetTotalMemory(forceFullCollection: true), "after loading");
        trial.DiscardWrites();
        Stats(context, trial);
        List(context, trial);
        await ChurnAsync(context, trial, limit, cancellationToken);
    }

    private static void Memory(BenchContext context, string prefix, MetadataTrial trial)
    {
        var memory = trial.Memory();
        double entries = memory.Entries;
        context.Bytes($"{prefix}.bytes_per_entry", memory.BytesPerEntry, "own count of everything, each file with a content of its own; no grants, no versions kept");
        foreach (var (part, bytes) in (ReadOnlySpan<(string, long)>)
            [
                ("inodes", memory.Inodes), ("names", memory.Names), ("index", memory.Index), ("owners", memory.Owners), ("contents", memory.Contents),
                ("rare", memory.Rare), ("directories", memory.Directories), ("superseded", memory.Superseded), ("slack", memory.Slack), ("managed", memory.Managed),
            ])
            context.Bytes($"{prefix}.{part}.bytes_per_entry", bytes / entries, "part of it");
    }

    private static void Stats(BenchContext context, MetadataTrial trial)
    {
        context.Progress("stat");
        var paths = trial.Sample(context.Size("stats"), new Random(context.Seed));
        for (var i = 0; i < paths.Count / 10; i++) trial.TryStat(paths[i], out _);
        var durations = new Durations(paths.Count);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var all = Stopwatch.GetTimestamp();
        foreach (var path in paths)
        {
            var begun = Stopwatch.GetTimestamp();
            if (!trial.TryStat(path, out _)) throw new InvalidOperationException($"`{path}` is not found");
            durations.AddSince(begun);
        }

        var each = Stopwatch.GetElapsedTime(all).TotalNanoseconds / paths.Count;
        context.Bytes("metadata.stat.allocated", (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)paths.Count, "per stat");
        context.Nanoseconds("metadata.stat.p50", durations.Percentile(0.5), "by random path, one thread, without a gate");
        context.Nanoseconds("metadata.stat.p99", durations.Percentile(0.99), "");
        context.Nanoseconds("metadata.stat.mean", each, "the clock's cost included");
    }

    private static void List(BenchContext context, MetadataTrial trial)
    {
        context.Progress("listing");
        var begun = Stopwatch.GetTimestamp();
        var (entries, _) = trial.ListAll();
        context.Rate("metadata.list.rate", entries / Stopwatch.GetElapsedTime(begun).TotalSeconds, "entries, everything in order, names and sizes read, one thread");
    }

    private static async Task ChurnAsync(BenchContext context, MetadataTrial trial, TimeSpan limit, CancellationToken cancellationToken)
    {
        var random = new Random(context.Seed);
        context.Progress("single changes");
        var singles = Math.Min(context.Size("churn"), 100_000);
        var begun = Stopwatch.GetTimestamp();
        await trial.ChurnAsync(singles, 1, 1, random, cancellationToken);
        context.Rate("metadata.apply.single.rate", singles / Stopwatch.GetElapsedTime(begun).TotalSeconds, "as below, a commit each, one after another");

        context.Progress("churn");
        begun = Stopwatch.GetTimestamp();
        using var pauses = new GcPauses();
        long done = 0;
        for (var wanted = context.Size("churn"); done < wanted && Stopwatch.GetElapsedTime(begun) < limit;)
        {
            var slice = Math.Min(wanted - done, ChangesPerSnapshot);
            await trial.ChurnAsync(slice, context.Size("changes_per_commit"), context.Size("writers"), random, cancellationToken);
            done += slice;
        }

        context.SetSize("churn", done);
        context.Rate("metadata.apply.rate", done / Stopwatch.GetElapsedTime(begun).TotalSeconds, $"creates, renames, deletes through the log, no disk, one snapshot held, another after every {ChangesPerSnapshot:n0}");
        context.Nanoseconds("metadata.gc_pause_max", pauses.Longest.TotalNanoseconds, "the longest meanwhile");
        await trial.ChurnAsync(1, 1, 1, random, cancellationToken);
        ProcessMemory.Collect();
        await trial.ChurnAsync(1, 1, 1, random, cancellationToken);
        Memory(context, "metadata.churned", trial);
        context.Bytes("metadata.churned.managed_heap", GC.GetTotalMemory(forceFullCollection: true), "after it");
    }

    private static Task<MetadataTrial> OpenAsync(string directory, CancellationToken cancellationToken) =>
        MetadataTrial.OpenAsync(RocksDbEngine.Open(directory, new RocksDbEngineOptions()), TimeProvider.System, cancellationToken);
}
