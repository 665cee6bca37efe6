using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tree;

/// <summary>The entries of all directories of a tenant, in the order of directory and name.</summary>
/// <remarks>
/// <code>
/// key    directory slot u32 BE | the name's bytes
/// value  the entry's inode slot
/// </code>
/// Small directories share a leaf; a large one has many. Each inode knows the leaf where its name stands, so that a name is found from its inode.
/// </remarks>
internal struct EntryIndex
{
    internal const int PrefixBytes = 4;
    internal const int MaxKeyBytes = PrefixBytes + EntryName.MaxBytes;

    private KeyMap _map;

    internal EntryIndex(KeyMap map) => _map = map;

    internal readonly KeyMap Map => _map;

    [SkipLocalsInit]
    internal readonly bool TryGet(PageArena arena, uint directory, ReadOnlySpan<byte> name, out uint slot)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        return _map.TryGet(arena, WriteKey(key, directory, name), out slot);
    }

    /// <summary>Sets an entry, and tells every inode whose name came to stand in another leaf.</summary>
    /// <returns>Whether it was added.</returns>
    internal bool Set(PageVersion version, uint directory, ReadOnlySpan<byte> name, uint slot, ref PagedArray<InodeSlot> inodes)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        var added = _map.Set(version, WriteKey(key, directory, name), slot, out var moved);
        Tell(version, moved, ref inodes);
        return added;
    }

    /// <summary>Adds the entry behind all others.</summary>
    /// <param name="version">The version of a load.</param>
    /// <param name="tail">Where the last one went.</param>
    /// <param name="directory">The directory's slot.</param>
    /// <param name="name">The name.</param>
    /// <param name="slot">The entry's inode slot.</param>
    /// <param name="leaf">The leaf where the name stands.</param>
    /// <returns>False if it does not belong behind the last one.</returns>
    internal bool TryAppend(PageVersion version, KeyMapTail tail, uint directory, ReadOnlySpan<byte> name, uint slot, out uint leaf)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        return _map.TryAppend(version, tail, WriteKey(key, directory, name), slot, out leaf);
    }

    /// <returns>Whether it was there.</returns>
    internal bool Remove(PageVersion version, uint directory, ReadOnlySpan<byte> name, ref PagedArray<InodeSlot> inodes)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        var removed = _map.Remove(version, WriteKey(key, directory, name), out var moved);
        Tell(version, moved, ref inodes);
        return removed;
    }

    /// <summary>Reads the key of an inode's entry.</summary>
    /// <returns>The key's length; 0 if no entry of that leaf names the inode.</returns>
    internal readonly int ReadKey(PageArena arena, uint leaf, uint slot, Span<byte> key) =>
        leaf == InodeSlot.NoLeaf ? 0 : _map.FindKey(arena, leaf, slot, key);

    internal readonly KeyCursor From(PageArena arena, uint directory, ReadOnlySpan<byte> name)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        return _map.From(arena, WriteKey(key, directory, name));
    }

    /// <summary>Sets a cursor anew; makes one if there is none.</summary>
    internal readonly void From(PageArena arena, uint directory, ReadOnlySpan<byte> name, [NotNull] ref KeyCursor? cursor)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        if (cursor is null) cursor = From(arena, directory, name);
        else cursor.Set(_map, arena, WriteKey(key, directory, name));
    }

    private static void Tell(PageVersion version, List<(uint Value, uint Leaf)> moved, ref PagedArray<InodeSlot> inodes)
    {
        foreach (var (slot, leaf) in moved) inodes.Edit(version, slot).Leaf = leaf;
    }

    private static ReadOnlySpan<byte> WriteKey(Span<byte> key, uint directory, ReadOnlySpan<byte> name)
    {
        BinaryPrimitives.WriteUInt32BigEndian(key, directory);
        name.CopyTo(key[PrefixBytes..]);
        return key[..(PrefixBytes + name.Length)];
    }
}
