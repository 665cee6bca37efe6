namespace Panthera.Files.Tree.Pages;

/// <content>What changes the shape: leaves that split, share and merge, and the inner nodes above them.</content>
internal partial struct KeyMap
{
    /// <summary>Adds a key behind all others, filling leaves to the end.</summary>
    /// <param name="version">The version of a load.</param>
    /// <param name="tail">Where the last one went; a new one for a map without keys.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="leaf">The leaf where it stands.</param>
    /// <returns>False if it does not belong behind the last one.</returns>
    internal bool TryAppend(PageVersion version, KeyMapTail tail, ReadOnlySpan<byte> key, uint value, out uint leaf)
    {
        leaf = NoLeaf;
        if (_count == 0)
        {
            AddFirstLeaf(version);
            Begin(tail, version.Arena, _root);
        }
        else if (tail.Leaf == NoLeaf || tail.Last.SequenceCompareTo(key) >= 0)
        {
            return false;
        }

        if (!tail.Fill.TryAdd(version.Arena.Page(tail.Page), tail.Last, key, value))
        {
            var added = NewLeaf(version, out _);
            InsertLeaf(version, key[..(tail.Last.CommonPrefixLength(key) + 1)], added);
            Begin(tail, version.Arena, added);
            tail.Fill.TryAdd(version.Arena.Page(tail.Page), default, key, value);
        }

        _count++;
        tail.Last = key;
        leaf = tail.Leaf;
        return true;
    }

    private readonly void Begin(KeyMapTail tail, PageArena arena, uint leaf)
    {
        var page = _leaves.Get(arena, leaf);
        tail.Begin(leaf, page, arena.Page(page));
    }

    private void AddFirstLeaf(PageVersion version)
    {
        _root = NewLeaf(version, out _);
        _height = 0;
    }

    private void Clear(PageVersion version)
    {
        FreeLeaf(version, _root);
        _root = 0;
    }

    private uint NewLeaf(PageVersion version, out Span<byte> page)
    {
        var leaf = _freeLeaf;
        if (leaf != 0)
        {
            // INVARIANT (free-leaves): the table entry of a free leaf names the next one, plus one.
            leaf--;
            _freeLeaf = _leaves.Get(version.Arena, leaf);
        }
        else
        {
            leaf = _leafEnd++;
        }

        ref var entry = ref _leaves.Edit(version, leaf);
        entry = version.New();
        page = version.Arena.Page(entry);
        LeafPage.SetHeader(page, 0, LeafPage.HeaderBytes, 0);
        return leaf;
    }

    private void FreeLeaf(PageVersion version, uint leaf)
    {
        ref var entry = ref _leaves.Edit(version, leaf);
        version.Free(entry);
        entry = _freeLeaf;
        _freeLeaf = leaf + 1;
    }

    /// <summary>Writes a leaf anew with runs of their usual length, if there is room for that.</summary>
    private static void Respace(Span<byte> page)
    {
        var cells = CellBuffer.Current;
        cells.Clear();
        cells.AddLeaf(page, NoLeaf);
        Span<byte> copy = stackalloc byte[PageArena.PageBytes];
        var writer = new LeafWriter(copy);
        for (var i = 0; i < cells.Count; i++)
        {
            if (!writer.TryAdd(cells.Key(i), cells.Value(i))) return;
        }

        copy.CopyTo(page);
    }

    private void Overflow(PageVersion version, uint leaf, in LeafSeat seat, ReadOnlySpan<byte> key, uint value)
    {
        var cells = CellBuffer.Current;
        cells.Clear();
        var arena = version.Arena;
        var page = Leaf(arena, leaf);
        if (seat.AtRunEnd && seat.Run == LeafPage.Runs(page) - 1)
        {
            // What arrives in order fills leaves to the end.
            Append(version, leaf, key, value, cells);
            return;
        }

        var parent = ParentOf(arena, key, out var index);
        if (parent != 0 && index + 1 < InnerPage.Count(arena.Page(parent)) && LeafPage.Used(Leaf(arena, InnerPage.Child(arena.Page(parent), index + 1))) < SharingBytes)
        {
            Rewrite(version, leaf, InnerPage.Child(arena.Page(parent), index + 1), key, value, cells);
        }
        else if (parent != 0 && index > 0 && LeafPage.Used(Leaf(arena, InnerPage.Child(arena.Page(parent), index - 1))) < SharingBytes)
        {
            Rewrite(version, InnerPage.Child(arena.Page(parent), index - 1), leaf, key, value, cells);
        }
        else if (parent != 0 && index + 1 < InnerPage.Count(arena.Page(parent)))
        {
            Rewrite(version, leaf, InnerPage.Child(arena.Page(parent), index + 1), key, value, cells);
        }
        else
        {
            Rewrite(version, leaf, NoLeaf, key, value, cells);
        }
    }

    private void Append(PageVersion version, uint leaf, ReadOnlySpan<byte> key, uint value, CellBuffer cells)
    {
        cells.AddLeaf(Leaf(version.Arena, leaf), leaf);
        var last = cells.Key(cells.Count - 1);
        var separator = key[..(last.CommonPrefixLength(key) + 1)];
        var added = NewLeaf(version, out var page);
        WriteSingle(page, key, value);
        cells.Moved.Add((value, added));
        InsertLeaf(version, separator, added);
    }

    /// <summary>Writes one or two neighbouring leaves anew, with one more key.</summary>
    private void Rewrite(PageVersion version, uint left, uint right, ReadOnlySpan<byte> key, uint value, CellBuffer cells)
    {
        cells.AddLeaf(Leaf(version.Arena, left), left);
        if (right != NoLeaf) cells.AddLeaf(Leaf(version.Arena, right), right);
        cells.Insert(key, value);
        Write(version, right == NoLeaf ? [left] : [left, right], cells);
    }

    /// <summary>Merges a leaf with a neighbour if both fit into one, or with both neighbours if the three fit into two.</summary>
    private void Shrink(PageVersion version, uint leaf, ReadOnlySpan<byte> key)
    {
        var arena = version.Arena;
        var parent = ParentOf(arena, key, out var index);
        if (parent == 0) return;
        if (LeafPage.Count(Leaf(arena, leaf)) == 0)
        {
            RemoveLeaf(version, key);
            FreeLeaf(version, leaf);
            return;
        }

        var page = arena.Page(parent);
        var (left, right) = (index > 0 ? InnerPage.Child(page, index - 1) : NoLeaf, index + 1 < InnerPage.Count(page) ? InnerPage.Child(page, index + 1) : NoLeaf);
        var used = LeafPage.Used(Leaf(arena, leaf));
        var usedLeft = left == NoLeaf ? PageArena.PageBytes : LeafPage.Used(Leaf(arena, left));
        var usedRight = right == NoLeaf ? PageArena.PageBytes : LeafPage.Used(Leaf(arena, right));
        if (used + usedRight <= MergedBytes) Merge(version, [leaf, right]);
        else if (used + usedLeft <= MergedBytes) Merge(version, [left, leaf]);
        else if (left != NoLeaf && right != NoLeaf && used + usedLeft + usedRight <= MergedThreeBytes) Merge(version, [left, leaf, right]);
    }

    private void Merge(PageVersion version, ReadOnlySpan<uint> leaves)
    {
        var cells = CellBuffer.Current;
        cells.Clear();
        foreach (var leaf in leaves) cells.AddLeaf(Leaf(version.Arena, leaf), leaf);
        Write(version, leaves, cells);
    }

    /// <summary>Writes cells into the leaves that they came from, and as many more as it takes; those that are not needed are freed.</summary>
    private void Write(PageVersion version, ReadOnlySpan<uint> leaves, CellBuffer cells)
    {
        foreach (var other in leaves[1..]) RemoveLeaf(version, cells, other);
        var size = cells.EstimateSize();
        var parts = Math.Max(1, (size + FilledBytes - 1) / FilledBytes);
        var target = (size + parts - 1) / parts;
        var part = 1;
        var next = 1;
        var leaf = leaves[0];
        var page = EditLeaf(version, leaf);
        var writer = new LeafWriter(page);
        for (var i = 0; i < cells.Count; i++)
        {
            if ((part < parts && writer.Used >= target) || !writer.TryAdd(cells.Key(i), cells.Value(i)))
            {
                var separator = cells.Key(i)[..(writer.Last.CommonPrefixLength(cells.Key(i)) + 1)];
                part++;
                if (next < leaves.Length) page = EditLeaf(version, leaf = leaves[next++]);
                else leaf = NewLeaf(version, out page);
                InsertLeaf(version, separator, leaf);
                writer = new LeafWriter(page);
                writer.TryAdd(cells.Key(i), cells.Value(i));
            }

            if (cells.Leaf(i) != leaf) cells.Moved.Add((cells.Value(i), leaf));
        }

        foreach (var other in leaves[next..]) FreeLeaf(version, other);
    }

    /// <summary>Takes a leaf of which cells were read out of the nodes above it.</summary>
    private void RemoveLeaf(PageVersion version, CellBuffer cells, uint leaf)
    {
        for (var i = cells.Count - 1; i >= 0; i--)
        {
            if (cells.Leaf(i) != leaf) continue;
            RemoveLeaf(version, cells.Key(i));
            return;
        }

        throw new InvalidOperationException("a leaf that is written anew with another has no key");
    }
}
