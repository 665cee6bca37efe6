using System.Diagnostics;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Cli.Bench.Checks;

/// <summary>Bulk checks of a thousand files at a time: of one directory, and of anywhere.</summary>
internal sealed class BulkBenchmark : IBenchmark
{
    private const int Items = 1000;

    public string Name => "bulk";

    public string Summary => "a thousand questions about one user at once: files of one directory, and of anywhere";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long>(PermissionData.Sizes) { ["calls"] = 300 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var data = await PermissionData.MakeAsync(context, cancellationToken);
        context.Progress("one directory of a thousand files");
        await MakeLargeDirectoriesAsync(data, cancellationToken);
        var random = new Random(context.Seed + 5);
        var siblings = await TimeAsync(context, data, call => Siblings(data, random, call), cancellationToken);
        Report(context, "bulk.siblings.1000", siblings, "one user, the thousand files of one directory, which has a grant to a group above it; every call another user");
        context.Progress("files of anywhere");
        var anywhere = await TimeAsync(context, data, _ => Anywhere(data, random), cancellationToken);
        Report(context, "bulk.random.1000", anywhere, "one user, a thousand files of anywhere; every call another user and other files");
    }

    /// <summary>Makes directories of a thousand files.</summary>
    internal static async Task MakeLargeDirectoriesAsync(PermissionData data, CancellationToken cancellationToken)
    {
        for (var directory = 0; directory < LargeDirectories; directory++)
            await data.ImportFilesAsync(Enumerable.Range(0, Items).Select(file => $"{LargeDirectory(data, directory)}/note-{file:d4}.txt"), cancellationToken);
    }

    internal const int LargeDirectories = 16;

    /// <summary>A directory of a thousand files, as deep as others are.</summary>
    internal static string LargeDirectory(PermissionData data, int number) => $"{PermissionData.DirectoryPath(data.DirectoryCount - 1 - (number * 7))}/large-{number}";

    private static CheckItem[] Siblings(PermissionData data, Random random, int call)
    {
        var user = data.Users[random.Next(data.UserCount)];
        var directory = LargeDirectory(data, call % LargeDirectories);
        return [.. Enumerable.Range(0, Items).Select(file => Item(data, $"{directory}/note-{file:d4}.txt", user))];
    }

    private static CheckItem[] Anywhere(PermissionData data, Random random)
    {
        var user = data.Users[random.Next(data.UserCount)];
        return [.. Enumerable.Range(0, Items).Select(_ => Item(data, data.FilePathOf(random.Next(data.FileCount)), user))];
    }

    private static CheckItem Item(PermissionData data, string path, SubjectReference user) => new(new ObjectReference(FileIdText.TypeName, data.IdOf(path)), "read", user);

    private static async Task<Durations> TimeAsync(BenchContext context, PermissionData data, Func<int, CheckItem[]> ask, CancellationToken cancellationToken)
    {
        var calls = context.Size("calls");
        var durations = new Durations(calls);
        for (var call = -calls / 4; call < calls; call++)
        {
            var items = ask(call + calls);
            var begun = Stopwatch.GetTimestamp();
            var answer = (await data.Tenant.Permissions.CheckBulkAsync(Consistency.FullyConsistent, items, cancellationToken)).Value;
            if (call >= 0) durations.AddSince(begun);
            if (answer.Results.Any(static result => !result.IsAccepted)) throw new InvalidOperationException("a question of the bulk check was refused");
        }

        return durations;
    }

    private static void Report(BenchContext context, string metric, Durations durations, string how)
    {
        context.Nanoseconds(metric, durations.Percentile(0.5), how);
        context.Nanoseconds($"{metric}.p99", durations.Percentile(0.99), "of the same");
    }
}
