using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Support;

/// <summary>A tenant with files that changes at random in every way that permissions rest on, and remembers some of the states it was in.</summary>
internal sealed class ChangingWorld(TestStore test, Random random)
{
    internal static readonly string[] Subjects = ["user:alice", "user:bob", "user:carol", "user:dave", "user:stranger", "agent:bot", "group:eng#member"];
    private static readonly string[] Groups = ["eng", "core", "all"];
    private static readonly string[] Names = ["a", "b", "c", "d"];

    /// <summary>States that are still held, the newest last.</summary>
    internal List<TenantState> Held { get; } = [];

    internal string Last { get; private set; } = "nothing";

    internal TenantState Published => test.Tenant.Log.Published;

    internal async Task BuildAsync()
    {
        foreach (var group in Groups) _ = (await test.Files.CreateGroupAsync(Caller.Operator, group, null, CancellationToken.None)).Value;
        foreach (var subject in Subjects.Take(6)) await test.GrantAsync("/", "shared_viewer", subject);
        foreach (var subject in Subjects.Take(6)) await test.RevokeAsync("/", "shared_viewer", subject);
        for (var i = 0; i < 12; i++) await StepAsync();
    }

    internal void Hold()
    {
        Held.Add(Published);
        if (Held.Count > 4) Held.RemoveAt(random.Next(3));
    }

    /// <summary>Changes something; what is refused changes nothing.</summary>
    internal async Task StepAsync()
    {
        var path = Any(Paths());
        Last = random.Next(14) switch
        {
            0 or 1 => await DoAsync("make", test.Files.MakeDirectoryAsync(Caller.Operator, Below(path), false, default), path),
            2 or 3 => await DoAsync("write", test.TryWriteAsync(Caller.Operator, Below(path), "content"), path),
            4 or 5 => await DoAsync("move", test.Files.MoveAsync(Caller.Operator, Path(path), Path(Below(Any(Paths()))), MoveOptions.Default, default), path),
            6 => await DoAsync("delete", test.Files.DeleteAsync(Caller.Operator, Path(path), new() { Recursive = true }, default), path),
            7 or 8 => await DoAsync("grant", test.Files.GrantAsync(Caller.Operator, Path(path), Any(TenantSchemas.Relations), Grantee(), Expiry(), default), path),
            9 or 10 => await RevokeAsync(path),
            11 => await DoAsync("own", test.Files.ChangeOwnerAsync(Caller.Operator, Path(path), Person(), default), path),
            12 => await DoAsync("join", test.Files.AddGroupMemberAsync(Caller.Operator, Any(Groups), Member(), null, default), path),
            _ => await DoAsync("leave", test.Files.RemoveGroupMemberAsync(Caller.Operator, Any(Groups), Member(), default), path),
        };
        if (random.Next(8) == 0) test.Time.Advance(TimeSpan.FromMinutes(1));
    }

    /// <summary>The graph over a state, at the clock as it stands.</summary>
    internal PermissionGraph<TreeStructure> GraphAt(TenantState state, EvaluationSwitches switches = default) =>
        new(state, new TreeStructure(state.Of(TreeRoom.Instance)), test.Time.GetUtcNow(), null, switches);

    /// <summary>Every inode of a state by its number, deleted ones that are yet to be purged included, and some numbers that no inode has.</summary>
    internal static IEnumerable<ulong> FilesOf(TenantState state) => state.Of(TreeRoom.Instance).Inodes.Select(inode => inode.Id);

    internal static SubjectKey SubjectIn(in PermissionGraph<TreeStructure> graph, string subject) => graph.ResolveSubject(SubjectReference.Parse(subject)).Value;

    internal static CompiledPermission PermissionIn(in PermissionGraph<TreeStructure> graph, string name)
    {
        Assert.True(graph.TryFindPermission(FileIdText.TypeName, name, out var permission));
        return permission;
    }

    internal T Any<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private static FilePath Path(string text) => FilePath.Parse(text).Value;

    private static async Task<string> DoAsync<T>(string verb, Task<Storage.Outcome<T>> change, string path) => (await change).IsAccepted ? $"{verb} {path}" : $"{verb} {path}, refused";

    private async Task<string> RevokeAsync(string path)
    {
        var grants = test.Files.Grants(Caller.Operator, Path(path));
        if (!grants.IsAccepted || grants.Value.Count == 0) return "revoke nothing";
        var grant = Any(grants.Value);
        return await DoAsync("revoke", test.Files.RevokeAsync(Caller.Operator, Path(path), grant.Relation, grant.Subject, default), path);
    }

    private List<string> Paths()
    {
        var tree = Published.Of(TreeRoom.Instance);
        List<string> paths = [];
        foreach (var (id, _) in tree.Inodes)
        {
            if (tree.TryGetPath(new(id), out var path)) paths.Add(path.ToString());
        }

        return paths;
    }

    private string Below(string path) => RandomWorld.Join(path, Any(Names));

    private SubjectReference Person() => SubjectReference.Parse(Any(Subjects.AsSpan(0, 4).ToArray()));

    private SubjectReference Grantee() => SubjectReference.Parse(random.Next(3) == 0 ? $"group:{Any(Groups)}#member" : Any(Subjects.AsSpan(0, 4).ToArray()));

    private SubjectReference Member() => SubjectReference.Parse(random.Next(3) == 0 ? $"group:{Any(Groups)}#member" : Any(Subjects.AsSpan(0, 4).ToArray()));

    private DateTimeOffset? Expiry() => random.Next(4) == 0 ? test.Time.GetUtcNow() + TimeSpan.FromMinutes(random.Next(1, 4)) : null;
}
