using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Panthera.Storage.Collections;

namespace Panthera.Files.Tree;

/// <summary>Finds an inode by the hash of its place, (parent, name): a hint, which whoever asks verifies against the inode found.</summary>
/// <remarks>
/// <para>A trie over the hash, 64-way, each node holding only the slots in use (after Bagwell's hash array mapped tries). Versions share structure as
/// those of a <see cref="PersistentMap{TKey,TValue,TComparer}"/> do, under the same tokens. <c>default</c> is empty.</para>
/// <para>INVARIANT (place-hint): what is found is the newest version of that inode. Where two places have one hash, the later one is found, and the
/// other by its directory.</para>
/// </remarks>
/// <typeparam name="THash">The hash; a struct, so that it is no interface call.</typeparam>
internal readonly struct PlaceIndex<THash>
    where THash : struct, IPlaceHash
{
    private const int BitsPerLevel = 6;
    private const int HashBits = 64;

    private readonly Node? _root;

    private PlaceIndex(Node? root) => _root = root;

    internal bool TryFind(InodeId parent, EntryName name, [NotNullWhen(true)] out Inode? inode)
    {
        inode = null;
        var hash = HashOf(parent, name);
        for (var node = _root; node is not null; hash >>= BitsPerLevel)
        {
            if (!node.TryGet(hash, out _, out var item)) return false;
            if (item is Node next)
            {
                node = next;
                continue;
            }

            var found = (Inode)item;
            if (found.Parent != parent || !found.Name.Equals(name)) return false;
            inode = found;
            return true;
        }

        return false;
    }

    /// <summary>Puts an inode at its place; one without a parent has none.</summary>
    internal PlaceIndex<THash> Set(Inode inode, EditToken edit) =>
        inode.Parent == InodeId.None ? this : new(Set(_root, HashOf(inode.Parent, inode.Name), 0, inode, edit));

    /// <summary>Takes an inode from its place, unless another one has taken it.</summary>
    internal PlaceIndex<THash> Remove(Inode inode, EditToken edit) =>
        inode.Parent == InodeId.None || _root is null ? this : new(Remove(_root, HashOf(inode.Parent, inode.Name), inode.Id, edit));

    private static ulong HashOf(InodeId parent, EntryName name) => default(THash).Of(parent, name);

    private static Node Set(Node? node, ulong hash, int level, Inode inode, EditToken edit)
    {
        if (node is null) return new(edit, 1UL << (int)(hash & 63), [inode]);
        if (!node.TryGet(hash, out var slot, out var item)) return node.With(hash, slot, inode, edit);

        object replacement = inode;
        if (item is Node inner)
        {
            replacement = Set(inner, hash >> BitsPerLevel, level + 1, inode, edit);
        }
        else if (item is Inode other && other.Id != inode.Id && (level + 1) * BitsPerLevel < HashBits)
        {
            var otherHash = HashOf(other.Parent, other.Name) >> ((level + 1) * BitsPerLevel);
            replacement = Set(Set(null, otherHash, level + 1, other, edit), hash >> BitsPerLevel, level + 1, inode, edit);
        }

        return ReferenceEquals(replacement, item) ? node : node.Replace(slot, replacement, edit);
    }

    private static Node? Remove(Node node, ulong hash, InodeId id, EditToken edit)
    {
        if (!node.TryGet(hash, out var slot, out var item)) return node;
        if (item is Node inner)
        {
            var after = Remove(inner, hash >> BitsPerLevel, id, edit);
            if (after is null) return node.Without(hash, slot, edit);
            return ReferenceEquals(after, inner) ? node : node.Replace(slot, after, edit);
        }

        return ((Inode)item).Id == id ? node.Without(hash, slot, edit) : node;
    }

    /// <summary>One level: the slots in use, and in each an inode or a further level.</summary>
    private sealed class Node(EditToken edit, ulong used, object[] items)
    {
        private readonly EditToken _edit = edit;
        private readonly ulong _used = used;
        private readonly object[] _items = items;

        internal bool TryGet(ulong hash, out int slot, [NotNullWhen(true)] out object? item)
        {
            var bit = 1UL << (int)(hash & 63);
            slot = BitOperations.PopCount(_used & (bit - 1));
            var found = (_used & bit) != 0;
            item = found ? _items[slot] : null;
            return found;
        }

        internal Node With(ulong hash, int slot, object item, EditToken edit)
        {
            var items = new object[_items.Length + 1];
            Array.Copy(_items, items, slot);
            items[slot] = item;
            Array.Copy(_items, slot, items, slot + 1, _items.Length - slot);
            return new(edit, _used | (1UL << (int)(hash & 63)), items);
        }

        internal Node Replace(int slot, object item, EditToken edit)
        {
            if (ReferenceEquals(_edit, edit))
            {
                _items[slot] = item;
                return this;
            }

            var items = (object[])_items.Clone();
            items[slot] = item;
            return new(edit, _used, items);
        }

        internal Node? Without(ulong hash, int slot, EditToken edit)
        {
            if (_items.Length == 1) return null;
            var items = new object[_items.Length - 1];
            Array.Copy(_items, items, slot);
            Array.Copy(_items, slot + 1, items, slot, items.Length - slot);
            return new(edit, _used & ~(1UL << (int)(hash & 63)), items);
        }
    }
}
