using System.Diagnostics;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Pages;

/// <summary>An ordered map from byte strings of at most <see cref="LeafCell.MaxKeyBytes"/> bytes to 32-bit numbers: a B+ tree of pages, copied on write.</summary>
/// <remarks>
/// <para>A value of this struct is the root of one version, and means nothing without that version. Leaves are named by numbers that stay when
/// a leaf is copied, so that changing an entry copies one leaf and no inner node, and so that others may remember in which leaf a key stands.</para>
/// <para>A leaf that is full shares with a neighbour before the two become three; a leaf that empties is merged. Cost: O(log n) for every operation.</para>
/// </remarks>
internal partial struct KeyMap
{
    /// <summary>No leaf.</summary>
    internal const uint NoLeaf = uint.MaxValue;

    // A neighbour with less in it takes some over, and two that fit into this become one: far enough below full that neither happens again at once.
    // A leaf that is less full than SparseBytes looks for neighbours to merge with, two into one or three into two.
    private const int SharingBytes = LeafPage.CapacityBytes * 3 / 4;
    private const int MergedBytes = LeafPage.CapacityBytes * 4 / 5;
    private const int SparseBytes = LeafPage.CapacityBytes * 2 / 3;
    private const int FilledBytes = LeafPage.CapacityBytes * 9 / 10;
    private const int MergedThreeBytes = LeafPage.CapacityBytes * 7 / 4;

    // A run that has grown to twice its length is divided: searching reads half of it.
    private const int MaxRunCells = 2 * LeafWriter.RunLength;

    private PagedArray<uint> _leaves;
    private uint _root;
    private int _height;
    private uint _leafEnd;
    private uint _freeLeaf;
    private long _count;

    internal readonly long Count => _count;

    /// <summary>Writes where it begins: table of leaves, root u32, height u8, end of leaves u32, first free leaf u32, count u64.</summary>
    internal readonly void WriteRoot(RecordWriter writer)
    {
        _leaves.WriteRoot(writer);
        writer.UInt32(_root);
        writer.Byte((byte)_height);
        writer.UInt32(_leafEnd);
        writer.UInt32(_freeLeaf);
        writer.UInt64((ulong)_count);
    }

    internal static KeyMap ReadRoot(ref RecordReader reader) => new()
    {
        _leaves = PagedArray<uint>.ReadRoot(ref reader),
        _root = reader.UInt32(),
        _height = reader.Byte(),
        _leafEnd = reader.UInt32(),
        _freeLeaf = reader.UInt32(),
        _count = (long)reader.UInt64(),
    };

    /// <summary>Finds the value of a key; 0 if it is not there.</summary>
    internal readonly bool TryGet(PageArena arena, ReadOnlySpan<byte> key, out uint value)
    {
        value = 0;
        if (_count == 0) return false;
        var head = KeyHead.Of(key);
        var node = _root;
        for (var level = _height; level > 0; level--)
        {
            // All but the root are mostly out of the processor's caches, and a search looks at many of their lines.
            if (level < _height) arena.Prefetch(node);
            var inner = arena.Page(node);
            node = InnerPage.Child(inner, InnerPage.Find(inner, key, head));
        }

        var leaf = _leaves.Get(arena, node);
        arena.Prefetch(leaf);
        return LeafPage.TryGet(arena.Page(leaf), key, head, out value);
    }

    /// <summary>Sets the value of a key.</summary>
    /// <param name="version">The version being edited.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="moved">What came to stand in another leaf, the key itself included. Valid until the next edit on this thread.</param>
    /// <returns>Whether it was added.</returns>
    internal bool Set(PageVersion version, ReadOnlySpan<byte> key, uint value, out List<(uint Value, uint Leaf)> moved)
    {
        Debug.Assert(key.Length is > 0 and <= LeafCell.MaxKeyBytes, "the caller keeps keys short");
        moved = CellBuffer.Current.Moved;
        moved.Clear();
        if (_count == 0) AddFirstLeaf(version);
        var leaf = Descend(version.Arena, key);

        // Sought before the leaf is copied: what is there already costs no copy.
        var seat = LeafPage.Seek(Leaf(version.Arena, leaf), key);
        var added = !seat.Found;
        if (!added && seat.Value == value) return false;
        var page = EditLeaf(version, leaf);
        if (!added)
        {
            LeafPage.Remove(page, seat);
            seat = LeafPage.Seek(page, key);
        }
        else
        {
            _count++;
        }

        if (LeafPage.Count(page) == 0) WriteSingle(page, key, value);
        else if (!LeafPage.TryInsert(page, seat, key, value)) Overflow(version, leaf, seat, key, value);
        else if (LeafPage.RunCells(page, seat.Run) is >= MaxRunCells and var cells && cells % LeafWriter.RunLength == 0) Respace(page);
        if (moved.Count == 0) moved.Add((value, leaf));
        return added;
    }

    /// <summary>Removes a key.</summary>
    /// <param name="version">The version being edited.</param>
    /// <param name="key">The key.</param>
    /// <param name="moved">What came to stand in another leaf. Valid until the next edit on this thread.</param>
    /// <returns>Whether it was there.</returns>
    internal bool Remove(PageVersion version, ReadOnlySpan<byte> key, out List<(uint Value, uint Leaf)> moved)
    {
        moved = CellBuffer.Current.Moved;
        moved.Clear();
        if (_count == 0) return false;
        var leaf = Descend(version.Arena, key);
        var seat = LeafPage.Seek(Leaf(version.Arena, leaf), key);
        if (!seat.Found) return false;
        var page = EditLeaf(version, leaf);
        LeafPage.Remove(page, seat);
        _count--;
        if (_count == 0) Clear(version);
        else if (LeafPage.Used(page) < SparseBytes) Shrink(version, leaf, key);
        return true;
    }

    /// <summary>Finds the key of a value in the leaf that is known to hold it.</summary>
    /// <returns>The key's length; 0 if the leaf has no such value.</returns>
    internal readonly int FindKey(PageArena arena, uint leaf, uint value, Span<byte> key)
    {
        if (leaf >= _leafEnd) return 0;
        var page = Leaf(arena, leaf);
        var offset = LeafPage.HeaderBytes;
        var runs = LeafPage.Runs(page);
        for (var run = 0; run < runs; run++)
        {
            uint at = 0;
            for (var left = LeafPage.RunCells(page, run); left > 0; left--)
            {
                var cell = LeafCell.Read(page, offset);
                page.Slice(cell.SuffixStart, cell.SuffixLength).CopyTo(key[cell.Shared..]);
                at += cell.Step;
                if (at == value) return cell.KeyLength;
                offset = cell.Next;
            }
        }

        return 0;
    }

    /// <summary>Walks the keys in order from the first that is not smaller than a bound. The caller keeps the version alive meanwhile.</summary>
    internal readonly KeyCursor From(PageArena arena, ReadOnlySpan<byte> lower) => new(this, arena, lower);

    /// <summary>Finds the first key that is not smaller than a bound.</summary>
    /// <returns>The key's length; 0 if there is none.</returns>
    internal readonly int First(PageArena arena, ReadOnlySpan<byte> lower, Span<byte> key, out uint value)
    {
        value = 0;
        if (_count == 0) return 0;
        var leaf = Descend(arena, lower);
        var page = Leaf(arena, leaf);
        var seat = LeafPage.Seek(page, lower);
        var run = seat.Run;
        if (seat.AtRunEnd && ++run >= LeafPage.Runs(page))
        {
            leaf = LeafAfter(arena, lower);
            if (leaf == NoLeaf) return 0;
            page = Leaf(arena, leaf);
            run = 0;
        }

        // Read from the run's start: only there are keys whole.
        var offset = LeafPage.RunOffset(page, run);
        for (var left = LeafPage.RunCells(page, run); left > 0; left--)
        {
            var cell = LeafCell.Read(page, offset);
            page.Slice(cell.SuffixStart, cell.SuffixLength).CopyTo(key[cell.Shared..]);
            value += cell.Step;
            if (run != seat.Run || seat.AtRunEnd || offset == seat.Offset) return cell.KeyLength;
            offset = cell.Next;
        }

        return 0;
    }

    /// <summary>Calls for every page: of leaves, of inner nodes, of the table of leaves.</summary>
    internal readonly void VisitPages(PageArena arena, Action<uint> visitLeaf, Action<uint> visitOther)
    {
        _leaves.VisitPages(arena, visitOther);
        if (_count > 0) VisitPages(arena, _root, _height, visitLeaf, visitOther);
    }

    internal readonly ReadOnlySpan<byte> Leaf(PageArena arena, uint leaf) => arena.Page(_leaves.Get(arena, leaf));

    /// <summary>The page that a leaf is in.</summary>
    internal readonly uint PageOf(PageArena arena, uint leaf) => _leaves.Get(arena, leaf);

    /// <summary>The bytes of a leaf, made this version's own.</summary>
    private Span<byte> EditLeaf(PageVersion version, uint leaf)
    {
        // What this version made is reached through tables that are its own, too.
        var page = _leaves.Get(version.Arena, leaf);
        return version.Arena.BirthOf(page) == version.Number ? version.Arena.Page(page) : version.Edit(ref _leaves.Edit(version, leaf));
    }

    /// <summary>The leaf that a key belongs to; there is at least one.</summary>
    internal readonly uint Descend(PageArena arena, ReadOnlySpan<byte> key)
    {
        var head = KeyHead.Of(key);
        var node = _root;
        for (var level = _height; level > 0; level--)
        {
            var page = arena.Page(node);
            node = InnerPage.Child(page, InnerPage.Find(page, key, head));
        }

        return node;
    }

    /// <summary>The leaf behind the one that a key belongs to.</summary>
    internal readonly uint LeafAfter(PageArena arena, ReadOnlySpan<byte> key)
    {
        var node = _root;
        var (right, rightLevel) = (NoLeaf, 0);
        for (var level = _height; level > 0; level--)
        {
            var page = arena.Page(node);
            var index = InnerPage.Find(page, key);
            if (index + 1 < InnerPage.Count(page)) (right, rightLevel) = (InnerPage.Child(page, index + 1), level - 1);
            node = InnerPage.Child(page, index);
        }

        if (right == NoLeaf) return NoLeaf;
        for (; rightLevel > 0; rightLevel--) right = InnerPage.Child(arena.Page(right), 0);
        return right;
    }

    private readonly void VisitPages(PageArena arena, uint node, int height, Action<uint> visitLeaf, Action<uint> visitOther)
    {
        if (height == 0)
        {
            visitLeaf(_leaves.Get(arena, node));
            return;
        }

        visitOther(node);
        for (var i = 0; i < InnerPage.Count(arena.Page(node)); i++) VisitPages(arena, InnerPage.Child(arena.Page(node), i), height - 1, visitLeaf, visitOther);
    }

    private static void WriteSingle(Span<byte> page, ReadOnlySpan<byte> key, uint value)
    {
        var writer = new LeafWriter(page);
        writer.TryAdd(key, value);
    }
}
