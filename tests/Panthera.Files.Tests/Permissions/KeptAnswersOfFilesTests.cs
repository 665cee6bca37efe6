using System.Security.Cryptography;
using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Permissions;

/// <summary>Answers that are kept about files, beside every change that a tree can see.</summary>
public sealed class KeptAnswersOfFilesTests
{
    private static readonly string[] s_users = ["user:alice", "user:bob", "user:carol"];

    // Each permission another way up the tree: past an exclusion, past an intersection, and a plain union.
    private const string Schema = """
        use expiration
        definition user {}
        definition agent {}
        definition group {
            relation manager: user
            relation direct_member: user | group#member
            permission member = direct_member
        }
        definition file {
            relation parent: file
            relation owner: user | agent
            relation editor: user | group#member
            relation viewer: user | user:* | group#member
            relation banned: user | group#member
            permission share = owner + parent->share
            permission write = (editor + share + parent->write) - banned
            permission read = (viewer + write + parent->read) - banned
            permission both = viewer & parent->read
        }
        """;

    public static TheoryData<int> Rounds() => [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(Rounds))]
    [Trait("Hazard", "H01")]
    [Trait("Hazard", "H02")]
    [Trait("Hazard", "H06")]
    [Trait("Hazard", "H17")]
    [Trait("Hazard", "H18")]
    [Trait("Hazard", "H34")]
    public async Task Every_answer_is_that_of_the_graph_alone_at_every_revision_that_is_still_pinned(int round)
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue) ^ round;
        var random = new Random(seed);
        await using var test = await TestStore.CreateAsync();
        _ = (await test.Tenant.Permissions.WriteSchemaAsync(Schema, CancellationToken.None)).Value;
        foreach (var group in (string[])["g", "h"]) _ = (await test.Files.CreateGroupAsync(Caller.Operator, group, null, CancellationToken.None)).Value;
        Queue<TenantState> pinned = new();
        HashSet<ulong> files = [];

        // Some worlds lose all that anybody has early on: those go on until something that is kept has come to be void.
        for (var step = 0; step < 120 || (step < 2000 && test.Tenant.Log.Published.Of(PermissionsRoom.Instance).Indexes.Results.Counters.Invalidated == 0); step++)
        {
            var done = await ChangeAsync(test, random);
            pinned.Enqueue(test.Tenant.Log.Published);
            if (pinned.Count > 4) pinned.Dequeue();
            foreach (var (id, _) in test.Tenant.Log.Published.Of(TreeRoom.Instance).Inodes) files.Add(id);
            foreach (var snapshot in pinned) AssertSame(test, snapshot, files, $"seed {seed}, step {step}: {done}");
        }

        var indexes = test.Tenant.Log.Published.Of(PermissionsRoom.Instance).Indexes;
        Assert.True(indexes.Results.Counters.Hits > 1000, "nothing was answered from what is kept");
        Assert.True(indexes.Results.Counters.Invalidated > 0, "nothing was voided");
    }

    private static async Task<string> ChangeAsync(TestStore test, Random random)
    {
        var tree = test.Tenant.Log.Published.Of(TreeRoom.Instance);
        List<(string Path, bool IsDirectory)> existing = [];
        foreach (var (id, inode) in tree.Inodes)
        {
            if (tree.TryGetPath(new(id), out var path)) existing.Add((path.ToString(), inode.IsDirectory));
        }

        var one = existing[random.Next(existing.Count)].Path;
        var directories = existing.Where(entry => entry.IsDirectory).ToList();
        var other = RandomWorld.Join(directories[random.Next(directories.Count)].Path, "abcdef"[random.Next(6)].ToString());
        var user = s_users[random.Next(3)];
        var subject = random.Next(3) == 0 ? $"group:{(random.Next(2) == 0 ? "g" : "h")}#member" : user;
        var relation = ((string[])["viewer", "editor", "banned"])[random.Next(3)];
        switch (existing.Count < 6 ? 0 : random.Next(13))
        {
            case 0 when random.Next(2) == 0:
                _ = await test.Files.MakeDirectoryAsync(Caller.Operator, Path(other), true, CancellationToken.None);
                return $"make {other}";
            case 0:
                _ = await test.TryWriteAsync(Caller.Operator, other, "text", new() { CreateParents = true });
                return $"write {other}";
            case 1:
                _ = await test.Files.DeleteAsync(Caller.Operator, Path(one), DeleteOptions.Default with { Recursive = true }, CancellationToken.None);
                return $"delete {one}";
            case 2:
                _ = await test.Files.ChangeOwnerAsync(Caller.Operator, Path(one), SubjectReference.Parse(user), CancellationToken.None);
                return $"{one} to {user}";
            case 3 or 4 or 5 or 6:
                // Into itself, or where something is: then nothing changes, which is as good.
                _ = await test.Files.MoveAsync(Caller.Operator, Path(one), Path(other), MoveOptions.Default, CancellationToken.None);
                return $"move {one} to {other}";
            case 7:
                _ = await test.Files.AddGroupMemberAsync(Caller.Operator, random.Next(2) == 0 ? "g" : "h", SubjectReference.Parse(subject), null, CancellationToken.None);
                return $"add {subject}";
            case 8:
                _ = await test.Files.RemoveGroupMemberAsync(Caller.Operator, random.Next(2) == 0 ? "g" : "h", SubjectReference.Parse(subject), CancellationToken.None);
                return $"remove {subject}";
            case 9:
                _ = await test.Files.RevokeAsync(Caller.Operator, Path(one), relation, SubjectReference.Parse(subject), CancellationToken.None);
                return $"revoke {relation} on {one} from {subject}";
            default:
                _ = await test.Files.GrantAsync(Caller.Operator, Path(one), relation, SubjectReference.Parse(subject), null, CancellationToken.None);
                return $"grant {relation} on {one} to {subject}";
        }
    }

    private static void AssertSame(TestStore test, TenantState snapshot, IEnumerable<ulong> files, string situation)
    {
        var tree = new TreeStructure(snapshot.Of(TreeRoom.Instance));
        var now = test.Time.GetUtcNow();
        var kept = new PermissionGraph<TreeStructure>(snapshot, tree, now, null, new EvaluationSwitches(0, KeepsAll: true));
        var alone = new PermissionGraph<TreeStructure>(snapshot, tree, now, null, new EvaluationSwitches(0, Off: PermissionPieces.All));
        foreach (var name in (string[])["share", "write", "read", "both", "viewer"])
        {
            var permission = kept.FindPermission("file", name).Value;
            foreach (var user in s_users)
            {
                var subject = kept.ResolveSubject(SubjectReference.Parse(user)).Value;
                foreach (var file in files)
                {
                    using var first = EvaluationScope.Rent();
                    var wanted = alone.Check(new(permission.Type, file), permission, subject, first);
                    first.Reset();
                    var answer = kept.Check(new(permission.Type, file), permission, subject, first);
                    Assert.True(wanted == answer, $"{situation}: {name} of {file:x} for {user} at {snapshot.Revision} is {wanted}, and was answered {answer}");
                }
            }
        }
    }

    private static FilePath Path(string text) => FilePath.Parse(text).Value;
}
