using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Files.Tree;

/// <summary>The tree as the permission graph sees it: parents and owners read from the inodes, never stored a second time.</summary>
internal readonly struct TreeStructure(TreeState tree, AncestorChain? chain = null) : IStructuralRelations
{
    /// <inheritdoc/>
    public bool IsPresent => tree.IsPresent;

    /// <inheritdoc/>
    public bool Exists(ulong file) => tree.Exists(new(file));

    /// <inheritdoc/>
    public bool TryGetPlace(ulong file, out StructuralPlace place)
    {
        var inode = chain?.Find(file);
        if (inode is null && !tree.TryGetInode(new(file), out inode))
        {
            place = default;
            return false;
        }

        place = new(inode.Parent != InodeId.None, inode.Parent.Value, inode.Owner);
        return true;
    }

    /// <inheritdoc/>
    public IEnumerable<ulong> Children(ulong directory)
    {
        if (!tree.TryGetInode(new(directory), out var inode)) return [];
        List<ulong> children = [];
        foreach (var entry in inode.Entries) children.Add(entry.Value.Value);
        children.Sort();
        return children;
    }

    /// <inheritdoc/>
    public IEnumerable<ulong> FilesFrom(ulong lower)
    {
        var inodes = tree.Inodes.From(lower);
        while (inodes.MoveNext())
        {
            if (tree.Exists(new(inodes.Key))) yield return inodes.Key;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner)
    {
        var owned = tree.ByOwner.From(new(owner, 0));
        while (owned.MoveNext() && owned.Key.Owner == owner)
        {
            if (tree.Exists(new(owned.Key.Inode))) yield return owned.Key.Inode;
        }
    }
}
