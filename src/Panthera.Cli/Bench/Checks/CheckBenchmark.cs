using System.Diagnostics;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;

namespace Panthera.Cli.Bench.Checks;

/// <summary>Single checks in process, through the library, of random pairs; nothing that was decided before may answer.</summary>
internal sealed class CheckBenchmark : IBenchmark
{
    public string Name => "check";

    public string Summary => "single checks by path of random users and files, without kept answers and bitmaps";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long>(PermissionData.Sizes) { ["checks"] = 500_000 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var data = await PermissionData.MakeAsync(context, cancellationToken, new() { Pieces = PermissionPieces.All & ~(PermissionPieces.Results | PermissionPieces.Bitmaps) });
        context.Progress("checking random pairs");
        Random(context, data, cancellationToken);
    }

    private static void Random(BenchContext context, PermissionData data, CancellationToken cancellationToken)
    {
        var questions = Questions(context, data, data.UserCount, data.FileCount);
        Warm(context, data.Files, questions);
        var durations = TimeEach(data.Files, questions, out var allowed, cancellationToken);
        var how = $"each timed alone, the clock's own cost included; paths parsed before; no kept answers, no bitmaps; {allowed:0.0}% allowed";
        context.Nanoseconds("check.path.p50", durations.Percentile(0.50), how);
        context.Nanoseconds("check.path.p99", durations.Percentile(0.99), "of the same");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var one = Rate(data.Files, questions, 0);
        context.Bytes("check.path.allocated", (GC.GetAllocatedBytesForCurrentThread() - before) / (double)questions.Length, "managed bytes each");
        context.Rate("check.path.rate", one, "one thread, one after another, not timed alone");
        context.Ratio("check.path.rate.two", Both(data.Files, questions) / one, "two threads, against one");
    }

    private static double Rate(FileStore files, (SubjectReference User, FilePath Path)[] questions, int first)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < questions.Length; i++) Check(files, questions[(i + first) % questions.Length]);
        return questions.Length / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static double Both(FileStore files, (SubjectReference User, FilePath Path)[] questions)
    {
        var rates = new double[2];
        Thread[] threads = [.. Enumerable.Range(0, rates.Length).Select(i => new Thread(() => rates[i] = Rate(files, questions, i * questions.Length / 2)))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return rates.Sum();
    }

    internal static (SubjectReference User, FilePath Path)[] Questions(BenchContext context, PermissionData data, int users, int files)
    {
        var random = new Random(context.Seed + 3);
        var questions = new (SubjectReference User, FilePath Path)[context.Size("checks")];
        for (var i = 0; i < questions.Length; i++) questions[i] = (data.Users[random.Next(users)], FilePath.Parse(data.FilePathOf(random.Next(files))).Value);
        return questions;
    }

    private static void Warm(BenchContext context, FileStore files, (SubjectReference User, FilePath Path)[] questions)
    {
        // The compiler settles in the first second or two; what is timed before is the compiler.
        var warm = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(warm) < context.Duration / 2; i++) Check(files, questions[i % questions.Length]);
    }

    internal static Durations TimeEach(FileStore files, (SubjectReference User, FilePath Path)[] questions, out double allowedPercent, CancellationToken cancellationToken)
    {
        var durations = new Durations(questions.Length);
        var allowed = 0;
        foreach (var question in questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            var decision = Check(files, question);
            durations.AddSince(started);
            if (decision == Decision.Allowed) allowed++;
        }

        allowedPercent = 100.0 * allowed / questions.Length;
        return durations;
    }

    private static Decision Check(FileStore files, (SubjectReference User, FilePath Path) question) =>
        files.Check(Caller.Operator, question.User, "read", question.Path).Value.Decision;
}
