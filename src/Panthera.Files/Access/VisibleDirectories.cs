using Panthera.Files.Tree;

namespace Panthera.Files.Access;

/// <summary>The directories that one caller may pass through, at one revision, on the way to something that they can read.</summary>
/// <remarks>
/// <para>Found from the caller's side: whatever was granted to them, directly, to everybody or through groups, or is owned by them, and can be read,
/// makes its ancestors passages. Cost: one check and one walk up for each grant of theirs, however many files there are.</para>
/// <para>Under a schema in which a grant may give something below without giving it on every directory on the way (an exclusion, an arrow to another
/// permission), what is below a grant is walked too, within a bound; past it, fewer passages show.</para>
/// </remarks>
internal sealed class VisibleDirectories
{
    private readonly HashSet<ulong> _passages;

    private VisibleDirectories(HashSet<ulong> passages, DateTimeOffset validUntil)
    {
        _passages = passages;
        ValidUntil = validUntil;
    }

    /// <summary>When the first grant that it rests on ends.</summary>
    internal DateTimeOffset ValidUntil { get; }

    internal int Count => _passages.Count;

    internal bool Contains(InodeId directory) => _passages.Contains(directory.Value);

    internal static VisibleDirectories Find(Gate gate, int maxWalk)
    {
        HashSet<ulong> passages = [];
        var until = DateTimeOffset.MaxValue;
        var permissions = gate.Permissions;
        var beginsBelow = permissions.MayBeginBelow(OperationTable.Read);
        var skipsLevels = permissions.MaySkipLevels(OperationTable.Read);
        foreach (var file in permissions.FilesThatMayBeGranted(gate.Subject))
        {
            if (!gate.Tree.TryGetInode(new(file), out var inode) || !gate.Tree.Exists(inode.Id)) continue;
            var result = permissions.Decide(inode.Id, OperationTable.Read, gate.Subject);
            if (result.ExpiresAt < until) until = result.ExpiresAt.Value;
            if (result.IsAllowed) AddAncestors(gate.Tree, inode, passages);
            if (inode.IsDirectory && (result.IsAllowed ? skipsLevels : beginsBelow)) Walk(gate, inode, passages, ref until, ref maxWalk);
        }

        return new(passages, until);
    }

    private static void AddAncestors(TreeState tree, Inode inode, HashSet<ulong> passages)
    {
        while (tree.TryGetInode(inode.Parent, out var parent) && passages.Add(parent.Id.Value)) inode = parent;
    }

    private static void Walk(Gate gate, Inode directory, HashSet<ulong> passages, ref DateTimeOffset until, ref int budget)
    {
        var pending = new Stack<Inode>([directory]);
        while (pending.TryPop(out var next))
        {
            foreach (var (_, id) in next.Entries)
            {
                if (budget-- <= 0) return;
                if (!gate.Tree.TryGetInode(id, out var child)) continue;
                var result = gate.Permissions.Decide(id, OperationTable.Read, gate.Subject);
                if (result.ExpiresAt < until) until = result.ExpiresAt.Value;
                if (result.IsAllowed) AddAncestors(gate.Tree, child, passages);
                if (child.IsDirectory) pending.Push(child);
            }
        }
    }
}
