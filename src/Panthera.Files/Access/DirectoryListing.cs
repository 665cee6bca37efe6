using System.Collections.Immutable;
using Panthera.Files.Tree;
using Panthera.Storage;

namespace Panthera.Files.Access;

/// <summary>Lists what a caller may see of a directory, from a cursor on, at one pinned state.</summary>
/// <remarks>Memory is one page and one path, whatever the directory's size. The cursor of a page names the last entry shown, never a hidden one.</remarks>
internal sealed class DirectoryListing(Gate gate, Inode directory, FilePath path, ListOptions options)
{
    private readonly List<FileEntry> _entries = [];
    private readonly Stack<(Inode Directory, FilePath Path, EntryWalk Walk)> _open = new();
    private ImmutableArray<EntryName> _last = [];

    internal Outcome<EntryPage> Page()
    {
        ImmutableArray<EntryName> after = [];
        if (options.Cursor is { } cursor && !ListCursor.TryParse(cursor, directory.Id, options.Recursive, out after))
            return new Refusal(RefusalCode.InvalidArgument, "the cursor is not of this listing; begin again without one");

        Resume(after);
        while (_open.TryPop(out var top))
        {
            if (!top.Walk.MoveNext()) continue;
            _open.Push(top);
            if (!TryLook(top, out var inode, out var isReadable)) continue;

            // INVARIANT (not-revealed): only an entry that the caller can see makes another page.
            if (_entries.Count == options.Limit)
                return new EntryPage(_entries, ListCursor.Format(directory.Id, options.Recursive, _last), gate.Token);
            if (Add(top.Path, top.Walk.Current.Name, inode, isReadable) is { } refusal) return refusal;
        }

        return new EntryPage(_entries, null, gate.Token);
    }

    /// <summary>Opens the directories on the way to the last entry seen, each behind the name that was done.</summary>
    private void Resume(ImmutableArray<EntryName> after)
    {
        _last = after;
        var (inode, at) = (directory, path);
        foreach (var name in after)
        {
            _open.Push((inode, at, EntryWalk.After(inode.Entries, name)));
            if (!options.Recursive || !gate.Tree.TryGetChild(inode, name, out var child) || !child.IsDirectory || !gate.IsVisible(child)) return;
            var childPath = at.Child(name);
            if (!childPath.IsAccepted) return;
            (inode, at) = (child, childPath.Value);
        }

        _open.Push((inode, at, EntryWalk.From(inode.Entries)));
    }

    /// <summary>Looks at the entry that a walk stands on.</summary>
    /// <returns>Whether the caller can see it.</returns>
    private bool TryLook((Inode Directory, FilePath Path, EntryWalk Walk) place, out Inode inode, out bool isReadable)
    {
        var (name, id) = place.Walk.Current;
        inode = gate.Tree.TryGetInode(id, out var found)
            ? found
            : throw new StorageException(StorageErrorCode.Corrupt, $"directory {place.Directory.Id} has an entry `{name}` whose inode is missing; run fsck");
        isReadable = gate.Has(OperationTable.Read, inode);
        return isReadable || gate.IsPassage(inode);
    }

    private Refusal? Add(FilePath at, EntryName name, Inode inode, bool isReadable)
    {
        var child = at.Child(name);
        if (!child.IsAccepted) return child.Refusal;
        _entries.Add(gate.Describe(inode, child.Value, !isReadable));
        _last = child.Value.Names.RemoveRange(0, path.Names.Length);
        if (options.Recursive && inode.IsDirectory) _open.Push((inode, child.Value, EntryWalk.From(inode.Entries)));
        return null;
    }
}
