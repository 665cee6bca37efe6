using System.Collections.Concurrent;
using System.Security.Cryptography;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Tests.Oracle;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests.Dispatch;

/// <summary>Readers of many revisions beside a writer, with every subset of the pieces: each answer is the naive checker's at the revision that was pinned.</summary>
public sealed class ConcurrentAnswersTests
{
    private const PermissionPieces Chosen = PermissionPieces.Results | PermissionPieces.Subproblems | PermissionPieces.Memberships | PermissionPieces.Coalescing;
    private static readonly string[] s_users = ["user:a", "user:b", "user:c"];

    public static TheoryData<PermissionPieces> EverySubset() => [.. Enumerable.Range(0, 256).Select(bits => (PermissionPieces)bits).Where(pieces => (pieces & ~Chosen) == 0)];

    [Theory]
    [MemberData(nameof(EverySubset))]
    [Trait("Hazard", "H01")]
    [Trait("Hazard", "H05")]
    [Trait("Hazard", "H06")]
    [Trait("Hazard", "H09")]
    [Trait("Hazard", "H33")]
    public async Task Every_answer_beside_a_writer_is_the_naive_checkers_at_the_pinned_revision(PermissionPieces pieces)
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        await using var deep = await DeepTenant.CreateAsync("folder:1#parent@folder:0", "doc:0#folder@folder:1");
        ConcurrentBag<Asked> answers = [];
        ConcurrentQueue<TenantState> pinned = new([deep.Head.Snapshot]);
        Dictionary<ulong, HashSet<string>> stored = new() { [deep.Head.Snapshot.Revision.Value] = ["folder:1#parent@folder:0", "doc:0#folder@folder:1"] };
        using var done = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 3).Select(reader => Task.Run(() => Read(deep, pinned, answers, PermissionPieces.All & ~pieces, new(seed + reader), done.Token)))];
        await WriteAsync(deep, pinned, stored, new(seed ^ 0x5555));
        await done.CancelAsync();
        await Task.WhenAll(readers);
        AssertAgree(answers, stored, $"seed {seed} with {pieces}");
        Assert.Equal((pieces & PermissionPieces.Results) != 0, deep.Indexes.Results.Counters.Hits > 0);
    }

    private static async Task WriteAsync(DeepTenant deep, ConcurrentQueue<TenantState> pinned, Dictionary<ulong, HashSet<string>> stored, Random random)
    {
        var now = stored.Values.Single();
        for (var i = 0; i < 40; i++)
        {
            var relationship = AnyRelationship(random);
            now = [.. now];
            if (now.Add(relationship)) await deep.Tenant.TouchAsync(relationship);
            else if (now.Remove(relationship)) await deep.Tenant.DeleteAsync(relationship);
            stored[deep.Head.Snapshot.Revision.Value] = now;
            pinned.Enqueue(deep.Head.Snapshot);
            while (pinned.Count > 4) pinned.TryDequeue(out _);

            // So that readers come in between, each commit gives way.
            for (var turns = 0; turns < 20; turns++) await Task.Yield();
        }
    }

    private static void Read(DeepTenant deep, ConcurrentQueue<TenantState> pinned, ConcurrentBag<Asked> answers, PermissionPieces off, Random random, CancellationToken done)
    {
        for (var i = 0; i < 40 || !done.IsCancellationRequested; i++)
        {
            // The head, or one that others hold.
            var states = pinned.ToArray();
            var snapshot = random.Next(2) == 0 || states.Length == 0 ? deep.Head.Snapshot : states[random.Next(states.Length)];
            var question = $"{(random.Next(2) == 0 ? "folder" : "doc")}:{random.Next(3)}#view@{s_users[random.Next(3)]}";
            answers.Add(new(snapshot.Revision.Value, question, deep.Ask(snapshot, question, off)));
        }
    }

    private static string AnyRelationship(Random random) => random.Next(7) switch
    {
        0 => $"folder:{random.Next(3)}#parent@folder:{random.Next(3)}",
        1 => $"folder:{random.Next(3)}#viewer@{s_users[random.Next(3)]}",
        2 => $"folder:{random.Next(3)}#viewer@group:{random.Next(2)}#member",
        3 => $"folder:{random.Next(3)}#banned@{s_users[random.Next(3)]}",
        4 => $"group:{random.Next(2)}#member@{(random.Next(2) == 0 ? s_users[random.Next(3)] : $"group:{random.Next(2)}#member")}",
        5 => $"doc:{random.Next(3)}#folder@folder:{random.Next(3)}",
        _ => $"doc:{random.Next(3)}#reader@{(random.Next(2) == 0 ? s_users[random.Next(3)] : $"group:{random.Next(2)}#member")}",
    };

    private static void AssertAgree(IEnumerable<Asked> answers, Dictionary<ulong, HashSet<string>> stored, string situation)
    {
        var schema = SchemaCompiler.Compile(DeepTenant.Schema);
        foreach (var atRevision in answers.Distinct().GroupBy(asked => asked.Revision))
        {
            var oracle = new NaiveChecker(schema, stored[atRevision.Key].Select(Relationship.Parse), null, TestTenant.Start);
            foreach (var asked in atRevision)
            {
                var question = Relationship.Parse(asked.Question);
                var wanted = oracle.Check(question.Resource, question.Relation, question.Subject);
                Assert.True(wanted == asked.Decision, $"{situation}: `{asked.Question}` at {asked.Revision} is {wanted}, and was answered {asked.Decision}");
            }
        }
    }

    private sealed record Asked(ulong Revision, string Question, Decision Decision);
}
