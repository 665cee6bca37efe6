using System.Diagnostics;
using Panthera.Files;
using Panthera.Permissions;

namespace Panthera.Cli.Bench.Checks;

/// <summary>Listings of a directory of a thousand files in process, filtered by what the caller may see.</summary>
/// <remarks>Over HTTP it is measured by `bench smoke` (`list.1000.http`).</remarks>
internal sealed class ListingBenchmark : IBenchmark
{
    public string Name => "listing";

    public string Summary => "listing a directory of a thousand files in process: all visible, every second one, none";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long>(PermissionData.Sizes) { ["files"] = 1_000_000, ["listings"] = 1000 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var data = await PermissionData.MakeAsync(context, cancellationToken);
        await BulkBenchmark.MakeLargeDirectoriesAsync(data, cancellationToken);
        var (reader, guest, stranger) = (SubjectReference.Parse("user:reader"), SubjectReference.Parse("user:guest"), SubjectReference.Parse("user:stranger"));
        for (var number = 0; number < BulkBenchmark.LargeDirectories; number++)
        {
            var path = BulkBenchmark.LargeDirectory(data, number);
            await data.ImportAsync([$"file:{data.IdOf(path)}#viewer@{reader}"], cancellationToken);
            await data.ImportAsync(Enumerable.Range(0, 500).Select(file => $"file:{data.IdOf($"{path}/note-{2 * file:d4}.txt")}#viewer@{guest}"), cancellationToken);
        }

        context.Progress("listing");
        Measure(context, data, "list.1000.process", reader, 1000, "the caller has a grant on the directory", cancellationToken);
        Measure(context, data, "list.1000.half.process", guest, 500, "the caller has a grant on every second file, and none on the directory", cancellationToken);
        Measure(context, data, "list.1000.none.process", stranger, 0, "the caller may see nothing of it, and is told that it does not exist", cancellationToken);
    }

    private static void Measure(BenchContext context, PermissionData data, string metric, SubjectReference subject, int visible, string how, CancellationToken cancellationToken)
    {
        var listings = context.Size("listings");
        var durations = new Durations(listings);
        var caller = Caller.As(subject);
        FilePath[] paths = [.. Enumerable.Range(0, BulkBenchmark.LargeDirectories).Select(number => FilePath.Parse(BulkBenchmark.LargeDirectory(data, number)).Value)];
        long allocated = 0;
        for (var round = -listings / 4; round < listings; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = paths[(round + listings) % paths.Length];
            var before = GC.GetAllocatedBytesForCurrentThread();
            var begun = Stopwatch.GetTimestamp();
            var page = data.Files.List(caller, path, new ListOptions { Limit = 1000 });
            if (round >= 0) durations.AddSince(begun);
            if (round >= 0) allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if ((page.IsAccepted ? page.Value.Entries.Count : 0) != visible) throw new InvalidOperationException($"the listing of `{path}` for `{subject}` came out wrong");
        }

        context.Nanoseconds($"{metric}.p50", durations.Percentile(0.5), how);
        context.Nanoseconds($"{metric}.p99", durations.Percentile(0.99), "of the same");
        context.Bytes($"{metric}.allocated", allocated / (double)listings, "managed bytes a listing");
    }
}
