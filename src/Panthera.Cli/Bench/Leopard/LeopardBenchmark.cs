using System.Diagnostics;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Measurement;
using Panthera.Permissions.Relationships;

namespace Panthera.Cli.Bench.Leopard;

/// <summary>The closure of groups: asking it, changing what it is made of, and what it takes.</summary>
internal sealed class LeopardBenchmark : IBenchmark
{
    private const int Depth = 10;

    // The index on and off by turns, so that whatever else the machine does falls on both.
    private const int Turns = 8;

    private static readonly (string Name, int Users, int Groups)[] s_sizes = [("tiny", 100, 20), ("small", 1_000, 100), ("middle", 10_000, 500)];

    public string Name => "leopard";

    public string Summary => "whether somebody is in a nested group, with the closure of groups and without, changes of groups, and what the closure takes";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long> { ["members"] = 100_000, ["checks"] = 200_000, ["users"] = 100_000, ["groups"] = 2_000 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await DeepAsync(context, cancellationToken);
        foreach (var (name, users, groups) in s_sizes) await SizeAsync(context, $".{name}", users, groups, cancellationToken);
        await SizeAsync(context, "", context.Size("users"), context.Size("groups"), cancellationToken);
    }

    private static async Task DeepAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var members = context.Size("members");
        context.Progress($"{members} users in the innermost of {Depth} groups");
        await using var trial = await GroupTrial.CreateAsync();
        await trial.WriteAsync(Enumerable.Range(0, Depth).Select(level => GroupData.Link(level, level + 1)), isDeleted: false, cancellationToken);
        await trial.WriteAsync(Enumerable.Range(0, members).Select(user => $"group:g{Depth}#direct_member@user:u{user}"), isDeleted: false, cancellationToken);
        await trial.WriteAsync(Enumerable.Range(0, 1000).Select(user => $"group:elsewhere#direct_member@user:s{user}"), isDeleted: false, cancellationToken);
        trial.CatchUp();
        Members(context, trial, "leopard.member", Questions(context, trial, user => $"group:g0#member@user:u{user}", members), $"one of {members} users {Depth} groups down: yes");
        Members(context, trial, "leopard.stranger", Questions(context, trial, user => $"group:g0#member@user:s{user}", 1000), "somebody of another group: no");
        await ChangesAsync(context, trial, members, cancellationToken);
    }

    private static (ObjectKey Resource, CompiledPermission Permission, SubjectKey Subject)[] Questions(BenchContext context, GroupTrial trial, Func<int, string> question, int users)
    {
        var random = new Random(context.Seed);
        var questions = new (ObjectKey, CompiledPermission, SubjectKey)[Math.Min(context.Size("checks"), 100_000)];
        for (var i = 0; i < questions.Length; i++) questions[i] = trial.Resolve(question(random.Next(users)));
        return questions;
    }

    private static void Members(BenchContext context, GroupTrial trial, string metric, (ObjectKey Resource, CompiledPermission Permission, SubjectKey Subject)[] questions, string how)
    {
        var (on, off) = (trial.Pin(withIndex: true), trial.Pin(withIndex: false));
        var (durations, alone) = (new Durations(context.Size("checks")), new Durations(context.Size("checks")));
        Time(on, questions, new Durations(0), questions.Length / 2);
        Time(off, questions, new Durations(0), questions.Length / 20);
        for (var turn = 0; turn < Turns; turn++)
        {
            Time(on, questions, durations, context.Size("checks") / Turns);
            Time(off, questions, alone, context.Size("checks") / Turns / 10);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var scope = EvaluationScope.Rent())
        {
            for (var i = 0; i < 1000; i++) on.Check(questions[i % questions.Length].Resource, questions[i % questions.Length].Permission, questions[i % questions.Length].Subject, scope);
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
        context.Nanoseconds($"{metric}.p50", durations.Percentile(0.50), $"{how}; by numbers, random users, each check timed alone, the clock's own cost included; the other pieces off");
        context.Nanoseconds($"{metric}.p99", durations.Percentile(0.99), "of the same");
        context.Bytes($"{metric}.allocated", allocated, "managed bytes each");
        context.Nanoseconds($"{metric}.off.p50", alone.Percentile(0.50), "the same by the graph alone, in turns with it");
    }

    private static void Time(
        PermissionGraph<Panthera.Permissions.Structure.EmptyStructure> graph, (ObjectKey Resource, CompiledPermission Permission, SubjectKey Subject)[] questions, Durations durations, int count)
    {
        for (var i = 0; i < count; i++)
        {
            ref readonly var question = ref questions[(i * 7919) % questions.Length];
            var started = Stopwatch.GetTimestamp();
            using (var scope = EvaluationScope.Rent()) graph.Check(question.Resource, question.Permission, question.Subject, scope);
            durations.AddSince(started);
        }
    }

    // A link in the middle goes and comes: every member is out of the groups above it and in again.
    private static async Task ChangesAsync(BenchContext context, GroupTrial trial, int members, CancellationToken cancellationToken)
    {
        string[] link = [GroupData.Link((Depth / 2) - 1, Depth / 2)];
        var durations = new Durations(400);
        long pairs = 0;
        var work = TimeSpan.Zero;
        for (var i = 0; i < 400; i++)
        {
            await trial.WriteAsync(link, isDeleted: i % 2 == 0, cancellationToken);
            var started = Stopwatch.GetTimestamp();
            trial.CatchUp();
            work += Stopwatch.GetElapsedTime(started);
            durations.AddSince(started);
            pairs += (long)members * (Depth / 2);
        }

        context.Rate("leopard.derived.rate", pairs / work.TotalSeconds, $"pairs of a member and a group: {members} members leave and join {Depth / 2} groups by one relationship, {durations.Count} times; no member is touched for it");
        context.Nanoseconds("leopard.change.p50", durations.Percentile(0.50), "from such a change until the closure serves it; the commit itself not counted");
    }

    private static async Task SizeAsync(BenchContext context, string name, int users, int groups, CancellationToken cancellationToken)
    {
        context.Progress($"{users} users in {groups} groups");
        var data = GroupData.Make(users, groups, context.Seed);
        await using var trial = await GroupTrial.CreateAsync();
        await trial.WriteAsync(data.Links, isDeleted: false, cancellationToken);
        await trial.WriteAsync(data.Memberships, isDeleted: false, cancellationToken);
        var (whole, longest) = trial.CatchUp();
        context.Nanoseconds($"leopard.build{name}", whole.TotalNanoseconds, $"the closure of {users} users' {groups} groups from nothing, as after a load; the longest slice took {longest.TotalMilliseconds:0.0} ms");
        context.Bytes($"leopard.bytes{name}", trial.Bytes, $"of {trial.Usersets} usersets; half of the users are in {data.MedianTransitive} groups or more; what users are directly in is read from the tenant's relationships, which are not counted");
        await ChurnAsync(context, trial, data, name, groups, cancellationToken);
    }

    // Links of groups go and come, one at a time: what is recomputed is below them.
    private static async Task ChurnAsync(BenchContext context, GroupTrial trial, GroupData data, string name, int groups, CancellationToken cancellationToken)
    {
        var random = new Random(context.Seed + 1);
        var before = trial.Recomputed;
        var work = TimeSpan.Zero;
        for (var i = 0; i < 100; i++)
        {
            string[] link = [data.LinkOf(random.Next(1, groups))];
            foreach (var isDeleted in (bool[])[true, false])
            {
                await trial.WriteAsync(link, isDeleted, cancellationToken);
                work += trial.CatchUp().Whole;
            }
        }

        context.Rate($"leopard.recomputed.rate{name}", (trial.Recomputed - before) / work.TotalSeconds, "usersets whose containers are worked out again, while random links of groups go and come");
    }
}
