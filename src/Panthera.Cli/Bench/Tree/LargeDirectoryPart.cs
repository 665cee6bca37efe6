using System.Diagnostics;
using System.Globalization;
using System.Text;
using Panthera.Files;
using Panthera.Files.Measurement;
using Panthera.Storage.Engines;

namespace Panthera.Cli.Bench.Tree;

/// <summary>A directory of ten million entries: its size, pages of its listing from anywhere, single changes, and a move of it.</summary>
internal static class LargeDirectoryPart
{
    private const int PageEntries = 1000;
    private const int Pages = 2000;
    private const int Changes = 2000;
    private const string Large = "/large";
    private const string Small = "/small";

    internal static async Task RunAsync(BenchContext context, TimeSpan limit, CancellationToken cancellationToken)
    {
        context.Progress("a large directory");
        await using var trial = await MetadataTrial.OpenAsync(new MemoryEngine(), TimeProvider.System, cancellationToken);
        trial.DiscardWrites();
        var begun = Stopwatch.GetTimestamp();
        var made = await trial.ImportAsync(Names(context.Size("directory")).TakeWhile(_ => Stopwatch.GetElapsedTime(begun) < limit), cancellationToken);
        context.SetSize("directory", made);
        context.Rate("metadata.directory.insert.rate", made / Stopwatch.GetElapsedTime(begun).TotalSeconds, "files made in one directory, names in no order, 4,096 a commit");
        ProcessMemory.Collect();
        context.Bytes("metadata.directory.bytes_per_entry", trial.Memory().BytesPerEntry, "own count of everything, each file with a content of its own");
        _ = await trial.ImportAsync(Enumerable.Range(0, 1000).Select(static i => $"{Small}/photo-{i:d10}.jpg\tuser-0"), cancellationToken);

        var large = new DirectoryTrial(trial, FilePath.Parse(Large).Value);
        ReadPages(context, large, made);
        await ChangeAsync(context, large, "metadata.directory.change", "a file made or deleted in the large directory, a commit each", cancellationToken);
        await ChangeAsync(context, new(trial, FilePath.Parse(Small).Value), "metadata.directory.change.small", "the same in a directory of 1,000", cancellationToken);
        begun = Stopwatch.GetTimestamp();
        await large.RenameTwiceAsync("moved", cancellationToken);
        context.Nanoseconds("metadata.directory.move", Stopwatch.GetElapsedTime(begun).TotalNanoseconds / 2, "renaming the large directory, a commit");
    }

    private static void ReadPages(BenchContext context, DirectoryTrial directory, long count)
    {
        var random = new Random(context.Seed);
        var durations = new Durations(Pages);
        var read = 0L;
        _ = directory.ReadPage(default, PageEntries);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var all = Stopwatch.GetTimestamp();
        Span<byte> from = stackalloc byte[64];
        for (var i = 0; i < Pages; i++)
        {
            Encoding.UTF8.TryGetBytes(Name(random.NextInt64(Math.Max(1, count - PageEntries))), from, out var length);
            var begun = Stopwatch.GetTimestamp();
            read += directory.ReadPage(from[..length], PageEntries);
            durations.AddSince(begun);
        }

        var seconds = Stopwatch.GetElapsedTime(all).TotalSeconds;
        context.Nanoseconds("metadata.directory.page.p50", durations.Percentile(0.5), $"{PageEntries} entries by cursor, from a random name");
        context.Nanoseconds("metadata.directory.page.p99", durations.Percentile(0.99), "");
        context.Bytes("metadata.directory.page.allocated", (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Pages, "a page, the cursor and the name asked for included");
        context.Rate("metadata.directory.page.rate", read / seconds, "entries");
    }

    private static async Task ChangeAsync(BenchContext context, DirectoryTrial directory, string metric, string note, CancellationToken cancellationToken)
    {
        var random = new Random(context.Seed);
        var durations = new Durations(2 * Changes);
        for (var i = 0; i < Changes; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"photo-{random.NextInt64(10_000_000_000):d10}-{i}.jpg");
            var begun = Stopwatch.GetTimestamp();
            await directory.CreateAsync(name, cancellationToken);
            durations.AddSince(begun);
            begun = Stopwatch.GetTimestamp();
            await directory.DeleteAsync(name, cancellationToken);
            durations.AddSince(begun);
        }

        context.Nanoseconds($"{metric}.p50", durations.Percentile(0.5), note);
    }

    /// <summary>Every number below a count once, in no order.</summary>
    private static IEnumerable<string> Names(long count)
    {
        // A prime that divides no round number steps through all of them.
        const long stride = 982_451_653;
        long at = 0;
        for (long i = 0; i < count; i++)
        {
            at = (at + stride) % count;
            yield return $"{Large}/{Name(at)}\tuser-{at % 100}";
        }
    }

    private static string Name(long number) => string.Create(CultureInfo.InvariantCulture, $"photo-{number:d10}.jpg");
}
