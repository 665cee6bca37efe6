using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tree;

/// <content>How the way to a file is found: directories by what is remembered of them, else in the index.</content>
/// <remarks>
/// <para>INVARIANT (remembered-directory): an entry (parent, name) -> child that was read from published version s holds in a state if the state goes on from s, and
/// the child's inode was not written since. For no entry of a directory is taken away or renamed but with a record of that directory's inode in the same commit
/// (<see cref="TreeEditor"/>), and a directory is purged after all that is in it, so that its slot names no other while the child stays.</para>
/// <para>A state goes on from published version s if s is not younger than the published version that it is, or that it began from: <see cref="_asOf"/>. Drafts
/// fill nothing in, so that one which is refused leaves nothing behind.</para>
/// </remarks>
internal sealed partial class TreeState
{
    // Changes of directories are told apart by this many remainders of their slots, so that moving one forgets few others.
    private const uint ChangeStripes = 64;

    private DirectoryCache _directories = new();
    private ulong[]? _directoryChanges;
    private ulong _directoryChangesMadeBy;
    private ulong _asOf;

    /// <summary>What is remembered of directories, by all states of a loaded tree.</summary>
    internal DirectoryCache Directories => _directories;

    /// <summary>Follows a path as far as it goes.</summary>
    /// <returns>The slot reached.</returns>
    private uint Follow(FilePath path, out int depth)
    {
        var at = RootSlot;
        var names = path.Names.AsSpan();
        for (depth = 0; depth < names.Length; depth++)
        {
            // A file has no entries, so that nothing is found below one. What the last name is will mostly be a file, of which nothing is remembered.
            uint child;
            if (depth + 1 < names.Length ? !TryFindDirectory(at, names[depth].Bytes, out child) : !TryFind(at, names[depth].Bytes, out child)) break;
            at = child;
        }

        return at;
    }

    private bool TryFindDirectory(uint parent, ReadOnlySpan<byte> name, out uint child)
    {
        if (_directories.TryFind(parent, name, out child, out var since) && since <= _asOf && since >= DirectoryChangedAt(child)) return true;
        if (!TryFind(parent, name, out child)) return false;
        if (_asOf == _version!.Number && TryReadSlot(child, out var inode) && inode.Kind == EntryKind.Directory) _directories.Add(parent, name, child, _asOf);
        return true;
    }

    /// <summary>The version that last wrote the inode of a directory, or of one that counts with it, that was there before.</summary>
    private ulong DirectoryChangedAt(uint slot) => _directoryChanges is { } changes ? changes[slot % ChangeStripes] : 0;

    /// <summary>Notes that a version writes the inode of a directory that was there before.</summary>
    private void ChangeDirectory(PageVersion version, uint slot)
    {
        if (_directoryChangesMadeBy != version.Number)
        {
            // Others' states have the array.
            _directoryChanges = _directoryChanges is null ? new ulong[ChangeStripes] : [.. _directoryChanges];
            _directoryChangesMadeBy = version.Number;
        }

        _directoryChanges![slot % ChangeStripes] = version.Number;
    }
}
