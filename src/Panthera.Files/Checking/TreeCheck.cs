using Panthera.Files.Content;
using Panthera.Files.Tree;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage.Log;

namespace Panthera.Files.Checking;

/// <summary>Checks the invariants of one tenant's tree: entry-inode, references, and that every owner and grant names something.</summary>
internal sealed class TreeCheck(string tenant, TenantState state, CheckTally tally)
{
    private readonly TreeState _tree = state.Of(TreeRoom.Instance);
    private readonly PermissionsState _permissions = state.Of(PermissionsRoom.Instance);
    private readonly Dictionary<ContentId, long> _references = [];

    internal void Run(CancellationToken cancellationToken)
    {
        if (!_tree.TryGetInode(InodeId.Root, out var root) || !root.IsDirectory || root.Parent != InodeId.None)
            Problem("has no root directory");
        foreach (var (_, inode) in _tree.Inodes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.Entry();
            CheckInode(inode);
        }

        foreach (var content in _tree.Contents)
        {
            var counted = _references.GetValueOrDefault(content.Id);
            if (counted != content.References) Problem($"counts {content.References} references to content {content.Id.Value:x16}, and has {counted}");
            if (_tree.IsUnreferenced(content.Id) != (counted == 0)) Problem($"content {content.Id.Value:x16} with {counted} references is listed wrongly");
        }

        if (_tree.DetachedCount > 0) tally.Note($"tenant `{tenant}`: {_tree.DetachedCount} deleted trees are yet to be purged");
        if (_tree.UnreferencedCount > 0) tally.Note($"tenant `{tenant}`: {_tree.UnreferencedCount} contents are yet to be removed");
        CheckGrants();
    }

    private void CheckInode(Inode inode)
    {
        if (inode.Content != ContentId.Empty) _references[inode.Content] = _references.GetValueOrDefault(inode.Content) + 1;
        if (inode.Owner.Id == ObjectKey.Unknown || string.IsNullOrEmpty(OwnerName(inode))) Problem($"inode {inode.Id} has an owner that is not known");
        CheckPlace(inode);
        if (!inode.IsDirectory) return;
        long count = 0;
        foreach (var (name, id) in inode.Entries)
        {
            count++;
            if (!_tree.TryGetInode(id, out var child)) Problem($"directory {inode.Id} has an entry `{name}` whose inode {id} is missing");
            else if (child.Parent != inode.Id) Problem($"directory {inode.Id} has an entry `{name}` whose inode {id} says that it is in {child.Parent}");
        }

        if (count != inode.EntryCount) Problem($"directory {inode.Id} counts {inode.EntryCount} entries, and has {count}");
    }

    private void CheckPlace(Inode inode)
    {
        if (inode.Parent == InodeId.None)
        {
            if (inode.Id != InodeId.Root && !_tree.IsDetached(inode.Id)) Problem($"inode {inode.Id} has no parent, and was not deleted");
            return;
        }

        if (!_tree.TryGetInode(inode.Parent, out _)) Problem($"inode {inode.Id} has parent {inode.Parent}, which is missing");
        else if (!_tree.IsLinked(inode)) Problem($"inode {inode.Id} says that it is in {inode.Parent}, which has no entry for it");
    }

    private string? OwnerName(Inode inode) => References.Format(_permissions, new TreeStructure(_tree), inode.Owner).Id is var id and not "?" ? id : null;

    private void CheckGrants()
    {
        if (!_permissions.TryGetType(FileIdText.TypeName, out var files)) return;
        foreach (var file in _permissions.ResourcesWithGrants(files))
        {
            if (!_tree.TryGetInode(new(file), out _)) Problem($"there are grants on file {FileIdText.Format(file)}, which is missing");
        }
    }

    private void Problem(string what) => tally.Problem($"tenant `{tenant}`: {what}");
}
