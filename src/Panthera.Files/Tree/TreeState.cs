using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Panthera.Files.Content;
using Panthera.Files.Tree.Pages;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tree;

/// <summary>The files and directories of a tenant at one revision, and the contents they refer to.</summary>
/// <remarks>
/// <para>Immutable, in pages of native memory that its successors share. Nothing outside this folder knows how it is laid out. Holding it keeps its pages;
/// whoever reads pages says so to the garbage collector (GC.KeepAlive) behind the last byte read.</para>
/// <para>INVARIANT (entry-inode): every entry names an inode that has the entry's directory for its parent and the entry's leaf for its leaf, and the
/// other way round, but for the root and for the roots of deleted trees, which no entry names.</para>
/// <para>INVARIANT (references): a content's count is the number of inodes that have it; a content without one is among <see cref="Unreferenced"/>.</para>
/// </remarks>
internal sealed partial class TreeState : IRoomState
{
    private PageVersion? _version;
    private Attributions _attributions = new();
    private PagedArray<InodeSlot> _inodes;
    private PagedArray<ContentSlot> _contents;
    private EntryIndex _entries;
    private OwnerSets _owners;
    private KeyMap _wide;
    private KeyMap _wideReferences;
    private KeyMap _detached;
    private KeyMap _unreferenced;

    private TreeState()
    {
    }

    /// <summary>A tenant's tree before its first commit.</summary>
    internal static TreeState Empty { get; } = new();

    /// <summary>Whether the tenant was created with files.</summary>
    internal bool IsPresent => InodeCount > 0;

    /// <summary>Inodes, those of deleted trees that are yet to be purged included.</summary>
    internal long InodeCount { get; private set; }

    internal long ContentCount { get; private set; }

    /// <summary>The first slot behind all that were ever in use.</summary>
    internal uint InodeSlotEnd { get; private set; }

    internal uint ContentSlotEnd { get; private set; }

    /// <summary>The first generation that no stored number has; numbering after a load goes on there.</summary>
    internal uint NextInodeGeneration { get; private set; } = 1;

    internal uint NextContentGeneration { get; private set; } = 1;

    internal long DetachedCount => _detached.Count;

    internal long UnreferencedCount => _unreferenced.Count;

    /// <inheritdoc/>
    public long ResidentBytes => _version is null ? 0 : (Math.Max(0, _version.Arena.CurrentPages - _version.Arena.UnreadPages) * PageArena.PageBytes) + _attributions.ResidentBytes + _directories.ResidentBytes;

    internal Inode Root => TryGetInode(InodeId.Root, out var root) ? root : throw new InvalidOperationException("the tenant has no files");

    /// <summary>Every inode, in the order of their numbers.</summary>
    internal IEnumerable<(ulong Id, Inode Inode)> Inodes
    {
        get
        {
            for (uint slot = 0; slot < InodeSlotEnd; slot++)
            {
                if (TryReadSlot(slot, out var found)) yield return (SlotId.Of(slot, found.Generation), Describe(slot, found));
            }
        }
    }

    /// <summary>Deleted trees that are yet to be purged.</summary>
    internal bool TryGetFirstDetached(out InodeId id)
    {
        Span<byte> key = stackalloc byte[2 * LeafCell.MaxKeyBytes];
        var found = _version is not null && _detached.First(_version.Arena, default, key, out _) > 0;
        id = found ? IdOf(BinaryPrimitives.ReadUInt32BigEndian(key)) : default;
        GC.KeepAlive(this);
        return found;
    }

    internal bool IsDetached(InodeId id) => Contains(_detached, SlotId.SlotOf(id.Value));

    internal bool TryGetInode(InodeId id, [NotNullWhen(true)] out Inode? inode)
    {
        var slot = SlotId.SlotOf(id.Value);
        inode = TryReadSlot(slot, out var found) && found.Generation == SlotId.GenerationOf(id.Value) ? Describe(slot, found) : null;
        return inode is not null;
    }

    /// <summary>Finds the entry of a name.</summary>
    internal bool TryGetChild(Inode directory, EntryName name, [NotNullWhen(true)] out Inode? child)
    {
        child = TryFind(SlotId.SlotOf(directory.Id.Value), name.Bytes, out var slot) && TryReadSlot(slot, out var found) ? Describe(slot, found, name) : null;
        return child is not null;
    }

    /// <summary>Follows a path from the root as far as it goes.</summary>
    internal Resolution Resolve(FilePath path)
    {
        var at = Follow(path, out var depth);
        if (!TryReadSlot(at, out var found)) throw new InvalidOperationException("the tenant has no files");
        var inode = depth == 0 ? Describe(at, found) : Describe(at, found, path.Names[depth - 1]);
        return new(depth == path.Names.Length ? inode : null, inode, depth);
    }

    /// <summary>Finds the number and kind of what a path names, without making anything.</summary>
    internal bool TryFind(FilePath path, out InodeId id, out EntryKind kind)
    {
        var at = Follow(path, out var depth);
        (id, kind) = (default, default);
        if (depth < path.Names.Length || !TryReadSlot(at, out var found)) return false;
        (id, kind) = (new(SlotId.Of(at, found.Generation)), found.Kind);
        return true;
    }

    /// <summary>Finds the number and size of what a path names, without making anything.</summary>
    internal bool TryStat(FilePath path, out InodeId id, out long sizeBytes)
    {
        var at = Follow(path, out var depth);
        id = default;
        sizeBytes = 0;
        if (depth < path.Names.Length || !TryReadSlot(at, out var found)) return false;
        id = new(SlotId.Of(at, found.Generation));
        sizeBytes = SizeOf(found);
        return true;
    }

    /// <summary>Whether the chain of parents reaches the root: what is below a deleted directory does not exist for anyone.</summary>
    internal bool Exists(InodeId id)
    {
        var slot = SlotId.SlotOf(id.Value);
        if (!TryReadSlot(slot, out var found) || found.Generation != SlotId.GenerationOf(id.Value)) return false;
        while (slot != RootSlot)
        {
            slot = found.Parent;
            if (!TryReadSlot(slot, out found)) return false;
        }

        return true;
    }

    /// <summary>The path of an inode that exists.</summary>
    internal bool TryGetPath(InodeId id, [NotNullWhen(true)] out FilePath? path)
    {
        var names = ImmutableArray.CreateBuilder<EntryName>();
        path = null;
        var slot = SlotId.SlotOf(id.Value);
        if (!TryReadSlot(slot, out var found) || found.Generation != SlotId.GenerationOf(id.Value)) return false;
        while (slot != RootSlot)
        {
            if (found.Parent == SlotId.None) return false;
            if (!TryGetName(slot, found, out var name)) throw Nameless(slot);
            names.Add(name);
            slot = found.Parent;
            if (!TryReadSlot(slot, out found)) return false;
        }

        names.Reverse();
        path = FilePath.FromStored(names.ToImmutable());
        return true;
    }

    /// <summary>The parent and owner of an inode, without making anything.</summary>
    internal bool TryGetPlace(ulong id, out InodeId parent, out Attributions.Pair made)
    {
        parent = default;
        made = default;
        if (!TryReadSlot(SlotId.SlotOf(id), out var found) || found.Generation != SlotId.GenerationOf(id)) return false;
        made = _attributions[found.Attribution];
        if (found.Parent != SlotId.None) parent = IdOf(found.Parent);
        return true;
    }

    /// <summary>Whether a number is a directory's.</summary>
    internal bool IsDirectory(ulong id) =>
        TryReadSlot(SlotId.SlotOf(id), out var found) && found.Generation == SlotId.GenerationOf(id) && found.Kind == EntryKind.Directory;

    /// <summary>The first inode whose number is not smaller than a bound.</summary>
    internal bool TryGetFrom(ulong lower, out ulong id)
    {
        var slot = SlotId.SlotOf(lower);
        for (; slot < InodeSlotEnd; slot++)
        {
            if (!TryReadSlot(slot, out var found)) continue;
            id = SlotId.Of(slot, found.Generation);
            if (id >= lower) return true;
        }

        id = 0;
        return false;
    }

    /// <summary>The first inode of an owner whose slot is not smaller than a bound.</summary>
    internal bool TryGetOwnedFrom(uint owner, uint lower, out uint slot, out InodeId id)
    {
        slot = 0;
        var found = _version is not null && _owners.TryFindFrom(_version.Arena, owner, lower, out slot);
        id = found ? IdOf(slot) : default;
        GC.KeepAlive(this);
        return found;
    }

    internal Attributions Attributions => _attributions;

    internal InodeId IdOf(uint slot) => TryReadSlot(slot, out var found) ? new(SlotId.Of(slot, found.Generation)) : default;

    /// <summary>Reads an inode's name from its directory.</summary>
    internal EntryName NameOf(Inode inode)
    {
        if (inode.Parent == InodeId.None) return default;
        var slot = SlotId.SlotOf(inode.Id.Value);
        return TryReadSlot(slot, out var found) && TryGetName(slot, found, out var name) ? name : throw Nameless(slot);
    }

    /// <summary>The name of an inode that an entry names.</summary>
    internal bool TryGetName(InodeId id, out EntryName name)
    {
        name = default;
        var slot = SlotId.SlotOf(id.Value);
        return TryReadSlot(slot, out var found) && found.Generation == SlotId.GenerationOf(id.Value) && found.Leaf != InodeSlot.NoLeaf && TryGetName(slot, found, out name);
    }

    /// <summary>Whether the directory that an inode has for its parent has an entry for it.</summary>
    internal bool IsLinked(Inode inode)
    {
        var slot = SlotId.SlotOf(inode.Id.Value);
        return TryReadSlot(slot, out var found) && TryGetName(slot, found, out var name)
            && TryGetEntry(found.Parent, name.Bytes, out var id) && id == inode.Id;
    }

    internal bool TryGetEntry(uint directory, ReadOnlySpan<byte> name, out InodeId id)
    {
        var found = TryFind(directory, name, out var slot);
        id = found ? IdOf(slot) : default;
        return found;
    }

    internal KeyCursor EntriesFrom(uint directory, ReadOnlySpan<byte> name)
    {
        var cursor = _entries.From(_version!.Arena, directory, name);
        GC.KeepAlive(this);
        return cursor;
    }

    /// <summary>Whether a slot may be given out again: nobody sees what had it.</summary>
    internal bool IsInodeSlotFree(uint slot) => _version is null || IsReusable(_inodes.Get(_version.Arena, slot) is var found && found.IsFree, found.FreedAt);

    internal bool IsContentSlotFree(uint slot) => slot != 0 && (_version is null || IsReusable(_contents.Get(_version.Arena, slot) is var found && found.IsFree, found.FreedAt));

    private const uint RootSlot = 0;

    private bool IsReusable(bool isFree, ulong freedAt)
    {
        var reusable = isFree && freedAt <= _version!.Arena.OldestVersion;
        GC.KeepAlive(this);
        return reusable;
    }

    private bool TryFind(uint directory, ReadOnlySpan<byte> name, out uint slot)
    {
        slot = 0;
        var found = _version is not null && _entries.TryGet(_version.Arena, directory, name, out slot);
        GC.KeepAlive(this);
        return found;
    }

    private bool TryReadSlot(uint slot, out InodeSlot found)
    {
        found = _version is null || slot == SlotId.None ? default : _inodes.Get(_version.Arena, slot);
        GC.KeepAlive(this);
        return !found.IsFree;
    }

    private bool TryGetName(uint slot, in InodeSlot inode, out EntryName name)
    {
        Span<byte> key = stackalloc byte[2 * LeafCell.MaxKeyBytes];
        var length = _entries.ReadKey(_version!.Arena, inode.Leaf, slot, key);
        GC.KeepAlive(this);
        name = length > EntryIndex.PrefixBytes ? EntryName.FromStored(key[EntryIndex.PrefixBytes..length]) : default;
        return length > EntryIndex.PrefixBytes;
    }

    private Inode Describe(uint slot, in InodeSlot inode, EntryName name) => Describe(slot, inode).Named(name);

    private Inode Describe(uint slot, in InodeSlot inode)
    {
        ref readonly var made = ref _attributions[inode.Attribution];
        var (version, modifiedAt) = inode.IsWide ? ReadWide(slot) : (inode.Version, inode.ModifiedAt);
        var isDirectory = inode.Kind == EntryKind.Directory;
        return new()
        {
            Id = new(SlotId.Of(slot, inode.Generation)),
            Parent = inode.Parent == SlotId.None ? InodeId.None : IdOf(inode.Parent),
            Kind = inode.Kind,
            Version = version,
            SizeBytes = SizeOf(inode),
            Content = isDirectory ? ContentId.Empty : ContentIdOf(inode.Content),
            ModifiedAt = modifiedAt,
            Owner = made.Owner,
            CreatedBy = made.CreatedBy,
            Tree = this,
            EntryCount = isDirectory ? inode.Content : 0,
        };
    }

    private (ulong Version, DateTimeOffset ModifiedAt) ReadWide(uint slot)
    {
        Span<byte> key = stackalloc byte[2 * LeafCell.MaxKeyBytes];
        var length = FirstOf(_wide, slot, key);
        return length == WideKeyBytes
            ? (BinaryPrimitives.ReadUInt64BigEndian(key[4..]), new((long)BinaryPrimitives.ReadUInt64BigEndian(key[12..]), TimeSpan.Zero))
            : throw new InvalidOperationException($"the wide inode in slot {slot} is missing from its table");
    }

    /// <summary>Reads the key that begins with a slot; such tables have one for each.</summary>
    private int FirstOf(in KeyMap map, uint slot, Span<byte> key)
    {
        Span<byte> prefix = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(prefix, slot);
        var length = _version is null ? 0 : map.First(_version.Arena, prefix, key, out _);
        GC.KeepAlive(this);
        return length >= 4 && key[..4].SequenceEqual(prefix) ? length : 0;
    }

    private bool Contains(in KeyMap map, uint slot) => TryGetBySlot(map, slot, out _);

    private bool TryGetBySlot(in KeyMap map, uint slot, out uint value)
    {
        Span<byte> key = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, slot);
        value = 0;
        var found = _version is not null && map.TryGet(_version.Arena, key, out value);
        GC.KeepAlive(this);
        return found;
    }

    private static StorageException Nameless(uint slot) =>
        new(StorageErrorCode.Corrupt, $"the inode in slot {slot} has no entry in its directory; run fsck, and restore this tenant from a backup");
}
