using System.Diagnostics;
using Panthera.Cli.Bench.Checks;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Permissions.Graph;

namespace Panthera.Cli.Bench.Smoke;

/// <summary>Checks by path through the library: a random user, a random file.</summary>
/// <remarks>In memory: a check on a resident tenant touches no disk.</remarks>
internal static class ChecksPart
{
    internal static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        context.Progress($"making a tree of {context.Size("files")} files");
        await using var store = await TemporaryStore.CreateAsync(durable: false, cancellationToken);
        var tree = await GeneratedTree.MakeAsync(store, context, cancellationToken);
        context.SetSize("directories", tree.Directories);
        context.Progress("checking");
        Measure(context, store.Files, tree, cancellationToken);
        await tree.DensifyAsync(store.Files, context.Size("groups"), cancellationToken);
        MeasureDense(context, store.Files, tree, cancellationToken);
    }

    private static void MeasureDense(BenchContext context, FileStore files, GeneratedTree tree, CancellationToken cancellationToken)
    {
        var durations = CheckBenchmark.TimeEach(files, Questions(context, tree), out var allowed, cancellationToken);
        context.Nanoseconds("check.path.dense.p50", durations.Percentile(0.50), $"two more grants on every second directory: a check looks into several groups with groups below them; {allowed:0}% allowed");
    }

    private static (SubjectReference User, FilePath Path)[] Questions(BenchContext context, GeneratedTree tree)
    {
        var random = new Random(context.Seed);
        var questions = new (SubjectReference User, FilePath Path)[context.Size("checks")];
        for (var i = 0; i < questions.Length; i++) questions[i] = (tree.Users[random.Next(tree.Users.Length)], tree.Files[random.Next(tree.Files.Length)]);
        return questions;
    }

    private static void Measure(BenchContext context, FileStore files, GeneratedTree tree, CancellationToken cancellationToken)
    {
        var questions = Questions(context, tree);
        // The compiler settles in the first second or two; what is timed before is the compiler.
        var warm = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(warm) < context.Duration / 2; i++) Check(files, questions[i % questions.Length]);

        var durations = CheckBenchmark.TimeEach(files, questions, out var allowed, cancellationToken);
        var how = $"each check timed alone, the clock's own cost included; paths parsed before; two grants on every tenth directory; {allowed:0}% allowed";
        context.Nanoseconds("check.path.p50", durations.Percentile(0.50), how);
        context.Nanoseconds("check.path.p99", durations.Percentile(0.99), "of the same");
        context.Bytes("check.path.allocated", Allocated(files, questions), "managed bytes a check, over all of them");
        context.Nanoseconds("check.text.p50", FromText(files, questions), "the same, with parsing the path from text");
    }

    private static Decision Check(FileStore files, (SubjectReference User, FilePath Path) question) =>
        files.Check(Caller.Operator, question.User, "read", question.Path).Value.Decision;

    private static double Allocated(FileStore files, (SubjectReference User, FilePath Path)[] questions)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var question in questions) Check(files, question);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / questions.Length;
    }

    private static double FromText(FileStore files, (SubjectReference User, FilePath Path)[] questions)
    {
        var durations = new Durations(questions.Length);
        foreach (var (user, path) in questions)
        {
            var text = path.ToString();
            var started = Stopwatch.GetTimestamp();
            Check(files, (user, text));
            durations.AddSince(started);
        }

        return durations.Percentile(0.50);
    }
}
