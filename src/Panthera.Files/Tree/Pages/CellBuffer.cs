namespace Panthera.Files.Tree.Pages;

/// <summary>The keys and values of a few leaves, taken apart while the leaves are written anew.</summary>
/// <remarks>One for each thread, reused.</remarks>
internal sealed class CellBuffer
{
    [ThreadStatic]
    private static CellBuffer? s_current;

    private readonly List<(int Start, int Length, uint Value, uint Leaf)> _cells = [];
    private byte[] _keys = new byte[16 << 10];
    private int _used;

    internal static CellBuffer Current => s_current ??= new();

    internal int Count => _cells.Count;

    /// <summary>Values whose key came to stand in another leaf, since the last <see cref="KeyMap"/> edit began.</summary>
    internal List<(uint Value, uint Leaf)> Moved { get; } = [];

    internal ReadOnlySpan<byte> Key(int index) => _keys.AsSpan(_cells[index].Start, _cells[index].Length);

    internal uint Value(int index) => _cells[index].Value;

    /// <summary>The leaf that the cell came from.</summary>
    internal uint Leaf(int index) => _cells[index].Leaf;

    internal void Clear()
    {
        _cells.Clear();
        _used = 0;
    }

    internal void AddLeaf(ReadOnlySpan<byte> page, uint leaf)
    {
        var offset = LeafPage.HeaderBytes;
        var runs = LeafPage.Runs(page);
        for (var run = 0; run < runs; run++)
        {
            uint value = 0;
            var before = 0;
            for (var left = LeafPage.RunCells(page, run); left > 0; left--)
            {
                var cell = LeafCell.Read(page, offset);
                var start = Reserve(cell.KeyLength);
                _keys.AsSpan(before, cell.Shared).CopyTo(_keys.AsSpan(start));
                page.Slice(cell.SuffixStart, cell.SuffixLength).CopyTo(_keys.AsSpan(start + cell.Shared));
                value += cell.Step;
                _cells.Add((start, cell.KeyLength, value, leaf));
                before = start;
                offset = cell.Next;
            }
        }
    }

    /// <summary>Adds one key where it belongs.</summary>
    internal void Insert(ReadOnlySpan<byte> key, uint value)
    {
        int low = 0, high = _cells.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Key(middle).SequenceCompareTo(key) < 0) low = middle + 1;
            else high = middle;
        }

        var start = Reserve(key.Length);
        key.CopyTo(_keys.AsSpan(start));
        _cells.Insert(low, (start, key.Length, value, uint.MaxValue));
    }

    /// <summary>About the bytes that the cells take in leaves.</summary>
    internal int EstimateSize()
    {
        var size = 0;
        for (var i = 0; i < _cells.Count; i++)
        {
            var shared = i == 0 ? 0 : Key(i - 1).CommonPrefixLength(Key(i));
            var begins = i == 0 || (i % LeafWriter.RunLength == 0 && shared <= LeafWriter.MaxRunCost);
            if (begins) (shared, size) = (0, size + LeafPage.RunBytes);
            size += LeafCell.Size(shared, Key(i).Length - shared, begins ? Value(i) : Value(i) - Value(i - 1));
        }

        return size;
    }

    private int Reserve(int length)
    {
        if (_used + length > _keys.Length) Array.Resize(ref _keys, Math.Max(_keys.Length * 2, _used + length));
        var start = _used;
        _used += length;
        return start;
    }
}
