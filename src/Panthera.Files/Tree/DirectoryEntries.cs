using System.Buffers.Binary;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tree;

/// <summary>The entries of one directory, in name order, as one state of the tree has them.</summary>
/// <remarks>Only a view: it costs nothing until it is asked. Not for use after further edits of the draft that it was taken from.</remarks>
internal readonly struct DirectoryEntries(TreeState? tree, uint slot, long count)
{
    internal long Count => count;

    internal bool ContainsKey(EntryName name) => TryGetValue(name, out _);

    internal bool TryGetValue(EntryName name, out InodeId id)
    {
        id = default;
        return tree is not null && tree.TryGetEntry(slot, name.Bytes, out id);
    }

    public Enumerator GetEnumerator() => From(default);

    /// <summary>Walks the entries from the first whose name is not smaller than a bound.</summary>
    internal Enumerator From(ReadOnlySpan<byte> lower) => new(tree, slot, count == 0 ? null : tree?.EntriesFrom(slot, lower));

    internal struct Enumerator(TreeState? tree, uint slot, KeyCursor? cursor)
    {
        internal readonly EntryName Key => EntryName.FromStored(cursor!.Key[EntryIndex.PrefixBytes..]);

        internal readonly ReadOnlySpan<byte> KeyBytes => cursor!.Key[EntryIndex.PrefixBytes..];

        internal readonly InodeId Value => tree!.IdOf(cursor!.Value);

        public readonly KeyValuePair<EntryName, InodeId> Current => new(Key, Value);

        public bool MoveNext()
        {
            var moved = cursor is not null && cursor.MoveNext() && BinaryPrimitives.ReadUInt32BigEndian(cursor.Key) == slot;
            if (!moved) cursor = null;
            GC.KeepAlive(tree);
            return moved;
        }
    }
}
