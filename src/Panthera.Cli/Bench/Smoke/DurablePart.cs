using System.Diagnostics;
using Panthera.Cli.Client;
using Panthera.Cli.Commands;
using Panthera.Cli.Import;
using Panthera.Files;

namespace Panthera.Cli.Bench.Smoke;

/// <summary>What waits for a disk: an import of real files, and single commits.</summary>
internal static class DurablePart
{
    // Small is what is stored in the commit itself.
    private static readonly int SmallBytes = new FileStoreOptions().InlineContentBytes;

    internal static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await ImportAsync(context, cancellationToken);
        await CommitAsync(context, cancellationToken);
    }

    private static async Task ImportAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var store = await TemporaryStore.CreateAsync(durable: true, cancellationToken);
        var client = LocalClient.Of(store.Store, TemporaryStore.TenantName);
        var wanted = context.Size("imported");
        var (written, bytes, elapsed) = (0L, 0L, TimeSpan.Zero);
        foreach (var source in Sources(context.Source).Where(Directory.Exists))
        {
            if (written >= wanted) break;
            context.Progress($"importing {source}");
            var options = new ImportOptions { Source = source, Into = $"/import/{written}", Limit = wanted - written, MaxFileBytes = SmallBytes };
            var summary = await new Importer(client, options, static _ => { }, TimeProvider.System).RunAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            written += summary.Written;
            bytes += summary.WrittenBytes;
            elapsed += summary.Elapsed;
        }

        context.SetSize("imported", written);
        context.SetSize("imported.bytes", bytes);
        context.Rate("import.rate", written / elapsed.TotalSeconds, $"files of up to {SmallBytes} bytes a second, each durable, 96 at once; directories made with them");
    }

    private static async Task CommitAsync(BenchContext context, CancellationToken cancellationToken)
    {
        context.Progress("committing");
        await using var store = await TemporaryStore.CreateAsync(durable: true, cancellationToken);
        var durations = new Durations(1000);
        for (var i = 0; i < 50; i++) await store.WriteAsync($"/warm/{i}", [1], cancellationToken);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; durations.Count == 0 || Stopwatch.GetElapsedTime(started) < context.Duration / 2; i++)
        {
            var content = BitConverter.GetBytes(i);
            var commit = Stopwatch.GetTimestamp();
            await store.WriteAsync($"/commits/{i}", content, cancellationToken);
            durations.AddSince(commit);
        }

        context.Nanoseconds("commit.sync.p50", durations.Percentile(0.50), $"one small file written after the other, each with its sync; {durations.Count} of them");
    }

    private static string[] Sources(string? source)
    {
        if (source is not null) return [source];
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // What a build machine has; and where that is too little, what every Unix has.
        return [DemoCommand.DotNetRoot(), packages, "/usr/share", "/usr/lib", "/usr/include"];
    }
}
