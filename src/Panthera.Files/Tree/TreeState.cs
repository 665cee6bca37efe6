using Panthera.Files.Content;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Panthera.Storage;
using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Files.Tree.Records;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree;

/// <summary>The files and directories of a tenant at one revision, and the contents they refer to.</summary>
/// <remarks>
/// <para>Immutable, in persistent maps. Nothing outside this folder knows how it is laid out.</para>
/// <para>INVARIANT (entry-inode): every entry names an inode whose parent and name say the same, and the other way round, but for the root and
/// for the roots of deleted trees, which no entry names.</para>
/// <para>INVARIANT (references): a content's count is the number of inodes that have it; a content without one is in <see cref="Unreferenced"/>.</para>
/// </remarks>
internal sealed record TreeState : IRoomState
{
    // What an inode with its name and entry, and a content, take in these maps; estimated.
    private const long InodeBytes = 420;
    private const long ContentBytes = 200;

    private PersistentMap<ulong, Inode, UInt64Comparer> _inodes;
    private PlaceIndex<PlaceHash> _byPlace;
    private PersistentMap<OwnedFile, byte, OwnedFile.Comparer> _byOwner;
    private PersistentMap<ulong, ContentInfo, UInt64Comparer> _contents;
    private PersistentMap<ContentHash, ContentId, ContentHashComparer> _byHash;
    private PersistentMap<ulong, byte, UInt64Comparer> _detached;
    private PersistentMap<ulong, byte, UInt64Comparer> _unreferenced;
    private EditToken? _load;

    internal static TreeState Empty { get; } = new();

    /// <summary>Whether the tenant was created with files.</summary>
    internal bool IsPresent => _inodes.Count > 0;

    /// <summary>Inodes, those of deleted trees that are yet to be purged included.</summary>
    internal long InodeCount => _inodes.Count;

    internal long ContentCount => _contents.Count;

    /// <summary>The end of each reserved block of ids; numbering after a load goes on there.</summary>
    internal ulong ReservedInodes { get; private set; }

    internal ulong ReservedContents { get; private set; }

    /// <inheritdoc/>
    public long ResidentBytes => (InodeCount * InodeBytes) + (ContentCount * ContentBytes);

    internal PersistentMap<ulong, Inode, UInt64Comparer> Inodes => _inodes;

    internal PersistentMap<ulong, ContentInfo, UInt64Comparer> Contents => _contents;

    internal PersistentMap<ulong, byte, UInt64Comparer> Detached => _detached;

    internal PersistentMap<ulong, byte, UInt64Comparer> Unreferenced => _unreferenced;

    internal PersistentMap<OwnedFile, byte, OwnedFile.Comparer> ByOwner => _byOwner;

    internal Inode Root => _inodes.TryGetValue(InodeId.Root.Value, out var root)
        ? root
        : throw new InvalidOperationException("the tenant has no files");

    internal bool TryGetInode(InodeId id, [NotNullWhen(true)] out Inode? inode) => _inodes.TryGetValue(id.Value, out inode);

    internal bool TryGetContent(ContentId id, [NotNullWhen(true)] out ContentInfo? content) => _contents.TryGetValue(id.Value, out content);

    internal bool TryGetContent(ContentHash hash, [NotNullWhen(true)] out ContentInfo? content)
    {
        content = null;
        return _byHash.TryGetValue(hash, out var id) && _contents.TryGetValue(id.Value, out content);
    }

    /// <summary>Finds the entry of a name.</summary>
    internal bool TryGetChild(Inode directory, EntryName name, [NotNullWhen(true)] out Inode? child)
    {
        // A hint, verified: comparing names down a directory's map misses the processor's caches at every step, and this misses once.
        if (_byPlace.TryFind(directory.Id, name, out child)) return true;
        child = null;
        if (!directory.Entries.TryGetValue(name, out var id)) return false;
        child = _inodes.TryGetValue(id.Value, out var inode) ? inode : throw Inconsistent(directory, name);
        return true;
    }

    /// <summary>Follows a path from the root as far as it goes.</summary>
    /// <param name="path">The path.</param>
    /// <param name="chain">Receives the inodes on the way; null for nobody.</param>
    internal Resolution Resolve(FilePath path, AncestorChain? chain = null)
    {
        var inode = Root;
        chain?.Begin(inode, path.Names.Length);
        for (var depth = 0; depth < path.Names.Length; depth++)
        {
            if (!inode.IsDirectory || !TryGetChild(inode, path.Names[depth], out var child)) return new(null, inode, depth);
            inode = child;
            chain?.Add(inode);
        }

        return new(inode, inode, path.Names.Length);
    }

    /// <summary>Whether the chain of parents reaches the root: what is below a deleted directory does not exist for anyone.</summary>
    internal bool Exists(InodeId id)
    {
        while (_inodes.TryGetValue(id.Value, out var inode))
        {
            if (inode.Id == InodeId.Root) return true;
            id = inode.Parent;
        }

        return false;
    }

    /// <summary>The path of an inode that exists.</summary>
    internal bool TryGetPath(InodeId id, [NotNullWhen(true)] out FilePath? path)
    {
        var names = ImmutableArray.CreateBuilder<EntryName>();
        path = null;
        while (_inodes.TryGetValue(id.Value, out var inode))
        {
            if (inode.Id == InodeId.Root)
            {
                names.Reverse();
                path = FilePath.FromStored(names.ToImmutable());
                return true;
            }

            names.Add(inode.Name);
            id = inode.Parent;
        }

        return false;
    }

    /// <inheritdoc/>
    public IRoomState Apply(IRecord record, EditToken edit)
    {
        var next = ReferenceEquals(_load, edit) ? this : this with { _load = edit.IsLoad ? edit : null };
        switch (record)
        {
            case InodeRecord inode: next.ApplyInode(inode, edit); break;
            case EntryRecord entry: next.ApplyEntry(entry, edit); break;
            case ContentRecord content: next.ApplyContent(content, edit); break;
            case DetachedRecord { IsRemoval: false } detached: next._detached = _detached.Set(detached.Id.Value, 0, edit); break;
            case DetachedRecord purged: next._detached = _detached.Remove(purged.Id.Value, edit); break;
            case IdBlockRecord { Sequence: IdSequence.Inode } block: next.ReservedInodes = block.End; break;
            case IdBlockRecord block: next.ReservedContents = block.End; break;
            default: throw new ArgumentException($"record kind {record.Kind.Value} is not of the file room", nameof(record));
        }

        return next;
    }

    private static StorageException Inconsistent(Inode directory, EntryName name) =>
        new(StorageErrorCode.Corrupt, $"directory {directory.Id} has an entry `{name}` whose inode is missing; run fsck, and restore this tenant from a backup");

    private void ApplyInode(InodeRecord record, EditToken edit)
    {
        _inodes.TryGetValue(record.Id.Value, out var before);
        if (before is not null)
        {
            _byOwner = _byOwner.Remove(new(before.Owner, before.Id.Value), edit);
            if (record.Inode?.Content != before.Content) Release(before.Content, edit);
            _byPlace = _byPlace.Remove(before, edit);
        }

        if (record.Inode is not { } after)
        {
            _inodes = _inodes.Remove(record.Id.Value, edit);
            return;
        }

        if (before is not null) after = after with { Entries = before.Entries };
        if (before is null || before.Content != after.Content) Reference(after, edit);
        SetInode(after, edit);
        _byOwner = _byOwner.Set(new(after.Owner, after.Id.Value), 0, edit);
    }

    private void SetInode(Inode inode, EditToken edit)
    {
        _inodes = _inodes.Set(inode.Id.Value, inode, edit);
        _byPlace = _byPlace.Set(inode, edit);
    }

    private void ApplyEntry(EntryRecord record, EditToken edit)
    {
        if (!_inodes.TryGetValue(record.Parent.Value, out var directory))
            throw new StorageException(StorageErrorCode.Corrupt, $"entry `{record.Name}` is stored under directory {record.Parent}, which is missing; restore this tenant from a backup");
        var entries = record.IsRemoval
            ? directory.Entries.Remove(record.Name, edit)
            : directory.Entries.Set(record.Name.Compact(), record.Child, edit);
        SetInode(directory with { Entries = entries }, edit);
    }

    private void ApplyContent(ContentRecord record, EditToken edit)
    {
        if (record.IsRemoval)
        {
            if (_contents.TryGetValue(record.Id.Value, out var removed) && _byHash.TryGetValue(removed.Hash, out var mapped) && mapped == record.Id)
                _byHash = _byHash.Remove(removed.Hash, edit);
            _contents = _contents.Remove(record.Id.Value, edit);
            _unreferenced = _unreferenced.Remove(record.Id.Value, edit);
            return;
        }

        _contents = _contents.Set(record.Id.Value, new(record.Id, record.Hash, record.SizeBytes, record.UploadId, 0), edit);
        _byHash = _byHash.Set(record.Hash, record.Id, edit);
        _unreferenced = _unreferenced.Set(record.Id.Value, 0, edit);
    }

    private void Reference(Inode inode, EditToken edit)
    {
        if (inode.Content == ContentId.Empty) return;
        if (!_contents.TryGetValue(inode.Content.Value, out var content))
            throw new StorageException(StorageErrorCode.Corrupt, $"inode {inode.Id} refers to content {inode.Content.Value}, which is missing; restore this tenant from a backup");
        _contents = _contents.Set(content.Id.Value, content with { References = content.References + 1 }, edit);
        if (content.References == 0) _unreferenced = _unreferenced.Remove(content.Id.Value, edit);
    }

    private void Release(ContentId id, EditToken edit)
    {
        if (id == ContentId.Empty || !_contents.TryGetValue(id.Value, out var content)) return;
        _contents = _contents.Set(id.Value, content with { References = content.References - 1 }, edit);
        if (content.References == 1) _unreferenced = _unreferenced.Set(id.Value, 0, edit);
    }
}
