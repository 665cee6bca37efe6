using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Panthera.Storage.Collections;

/// <summary>An ordered map whose versions share structure: a B+ tree copied along the path of each edit.</summary>
/// <remarks>
/// <para>A value of this struct is one immutable version. <see cref="Set"/> and <see cref="Remove"/> return the next version; the old one stays
/// readable by any number of threads, without locks, for as long as somebody holds it.</para>
/// <para>INVARIANT (frozen): a node is changed in place only under the token that made it. A version that readers may see was made under
/// tokens that are no longer used.</para>
/// <para>Cost: get O(log n) with 32-way nodes; set and remove copy at most one node a level, none when the token owns the path.
/// <c>default</c> is the empty map.</para>
/// </remarks>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <typeparam name="TComparer">The order of keys; a struct, so that comparing is inlined.</typeparam>
public readonly partial struct PersistentMap<TKey, TValue, TComparer>
    where TComparer : struct, IComparer<TKey>
{
    internal const int Capacity = 32;

    private readonly Node? _root;
    private readonly long _count;

    private PersistentMap(Node? root, long count)
    {
        _root = root;
        _count = count;
    }

    /// <summary>The number of keys.</summary>
    public long Count => _count;

    /// <summary>Whether there is no key.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Finds the value of a key.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var node = _root;
        while (node is not null)
        {
            if (node.Children is null)
            {
                var index = Search(node, key, out var found);
                value = found ? node.Values![index] : default;
                return found;
            }

            node = node.Children[ChildIndex(node, key)];
        }

        value = default;
        return false;
    }

    /// <summary>Whether a key is present.</summary>
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>Adds a key, or replaces its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="edit">The token of the run of edits that this one belongs to.</param>
    /// <returns>The next version.</returns>
    public PersistentMap<TKey, TValue, TComparer> Set(TKey key, TValue value, EditToken edit)
    {
        if (_root is null)
        {
            var leaf = Node.NewLeaf(edit);
            leaf.Keys[0] = key;
            leaf.Values![0] = value;
            leaf.Count = 1;
            return new(leaf, 1);
        }

        var root = Insert(_root, key, value, edit, out var split, out var separator, out var added);
        if (split is not null)
        {
            var parent = Node.NewInner(edit);
            parent.Children![0] = root;
            parent.Children[1] = split;
            parent.Keys[1] = separator!;
            parent.Count = 2;
            root = parent;
        }

        return new(root, added ? _count + 1 : _count);
    }

    /// <summary>Removes a key, if it is present.</summary>
    /// <param name="key">The key.</param>
    /// <param name="edit">The token of the run of edits that this one belongs to.</param>
    /// <returns>The next version.</returns>
    public PersistentMap<TKey, TValue, TComparer> Remove(TKey key, EditToken edit)
    {
        if (_root is null || !ContainsKey(key)) return this;
        var root = Delete(_root, key, edit);
        while (root is { Children: not null, Count: 1 }) root = root.Children[0];
        return new(root.Count == 0 ? null : root, _count - 1);
    }

    /// <summary>Walks the keys in order, from the smallest.</summary>
    public Enumerator GetEnumerator() => new(_root);

    /// <summary>Walks the keys in order, from the first that is not smaller than a bound.</summary>
    /// <param name="lower">The inclusive bound; it need not be present.</param>
    public Enumerator From(TKey lower) => new(_root, lower);

    // Inner nodes: child i holds the keys in [Keys[i], Keys[i + 1]); Keys[0] is unused, so that a child and its separator share an index.
    private static int ChildIndex(Node node, TKey key)
    {
        int low = 1, high = node.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (default(TComparer).Compare(node.Keys[middle], key) <= 0) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    private static int Search(Node leaf, TKey key, out bool found)
    {
        int low = 0, high = leaf.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = default(TComparer).Compare(leaf.Keys[middle], key);
            if (order == 0)
            {
                found = true;
                return middle;
            }

            if (order < 0) low = middle + 1;
            else high = middle;
        }

        found = false;
        return low;
    }

    private static Node Insert(Node node, TKey key, TValue value, EditToken edit, out Node? split, out TKey? separator, out bool added)
    {
        if (node.Children is null) return InsertIntoLeaf(node, key, value, edit, out split, out separator, out added);

        var index = ChildIndex(node, key);
        var child = Insert(node.Children[index], key, value, edit, out var childSplit, out var childSeparator, out added);
        if (ReferenceEquals(child, node.Children[index]) && childSplit is null)
        {
            split = null;
            separator = default;
            return node;
        }

        var owned = node.OwnedBy(edit);
        owned.Children![index] = child;
        if (childSplit is null)
        {
            split = null;
            separator = default;
            return owned;
        }

        split = owned.Count < Capacity ? null : owned.SplitAt(index + 1 == Capacity ? Capacity - 1 : Capacity / 2, edit, out _);
        separator = split is null ? default : split.Keys[0];
        var (target, at) = split is null || index + 1 <= owned.Count ? (owned, index + 1) : (split, index + 1 - owned.Count);
        target.InsertSlot(at);
        target.Keys[at] = childSeparator!;
        target.Children![at] = childSplit;
        return owned;
    }

    private static Node InsertIntoLeaf(Node node, TKey key, TValue value, EditToken edit, out Node? split, out TKey? separator, out bool added)
    {
        split = null;
        separator = default;
        var index = Search(node, key, out var found);
        var owned = node.OwnedBy(edit);
        added = !found;
        if (found)
        {
            owned.Keys[index] = key;
            owned.Values![index] = value;
            return owned;
        }

        var target = owned;
        if (owned.Count == Capacity)
        {
            // Appending at the very end leaves the left node full: loads and imports arrive in key order.
            split = owned.SplitAt(index == Capacity ? Capacity - 1 : Capacity / 2, edit, out separator);
            if (index > owned.Count)
            {
                index -= owned.Count;
                target = split;
            }
        }

        target.InsertSlot(index);
        target.Keys[index] = key;
        target.Values![index] = value;
        return owned;
    }

    private static Node Delete(Node node, TKey key, EditToken edit)
    {
        var owned = node.OwnedBy(edit);
        if (owned.Children is null)
        {
            var at = Search(owned, key, out var found);
            Debug.Assert(found, "the caller looked");
            owned.RemoveSlot(at);
            return owned;
        }

        var index = ChildIndex(owned, key);
        var child = Delete(owned.Children[index], key, edit);
        owned.Children[index] = child;
        if (child.Count == 0) owned.RemoveSlot(index);
        else if (child.Count < Capacity / 4) MergeAround(owned, index, edit);
        return owned;
    }

    private static void MergeAround(Node parent, int index, EditToken edit)
    {
        var left = index > 0 && parent.Children![index - 1].Count + parent.Children[index].Count <= Capacity ? index - 1
            : index + 1 < parent.Count && parent.Children![index].Count + parent.Children[index + 1].Count <= Capacity ? index
            : -1;
        if (left < 0) return;
        var target = parent.Children![left].OwnedBy(edit);
        parent.Children[left] = target;
        target.Append(parent.Children[left + 1], parent.Keys[left + 1]);
        parent.RemoveSlot(left + 1);
    }
}
