namespace Panthera.Files.Tree;

/// <summary>The inodes on the last path that was resolved, root first: a check walks up the same inodes, and finds them here instead of by number.</summary>
/// <remarks>Confined to one gate, and not pooled: a chain that outlived its gate would answer for another snapshot. It is only a shorter way to what the tree says: every inode in it is of the tree that it was filled from.</remarks>
internal sealed class AncestorChain
{
    private Inode[] _inodes = [];
    private int _count;

    // Where the walk up is expected to go on.
    private int _next = -1;

    internal void Begin(Inode root, int depth)
    {
        if (_inodes.Length <= depth) _inodes = new Inode[depth + 1];
        _count = 0;
        Add(root);
    }

    internal void Add(Inode inode)
    {
        _inodes[_count++] = inode;
        _next = _count - 1;
    }

    /// <summary>Finds an inode if it is the next on the way up, or where a walk up begins.</summary>
    internal Inode? Find(ulong id)
    {
        if (_next >= 0 && _inodes[_next].Id.Value == id) return _inodes[_next--];
        if (_count == 0 || _inodes[_count - 1].Id.Value != id) return null;
        _next = _count - 2;
        return _inodes[_count - 1];
    }
}
