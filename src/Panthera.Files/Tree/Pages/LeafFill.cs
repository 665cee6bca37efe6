namespace Panthera.Files.Tree.Pages;

/// <summary>How far a leaf is filled from its start: what writing its next key needs, but for the last key and the page.</summary>
internal struct LeafFill
{
    private int _end;
    private int _runs;
    private int _inRun;
    private uint _lastValue;

    /// <summary>Keys written.</summary>
    internal int Count { get; private set; }

    internal readonly int Used => _end - LeafPage.HeaderBytes + (_runs * LeafPage.RunBytes);

    /// <summary>Empties a page, to be filled from its start.</summary>
    internal static LeafFill Begin(Span<byte> page)
    {
        LeafPage.SetHeader(page, 0, LeafPage.HeaderBytes, 0);
        return new() { _end = LeafPage.HeaderBytes };
    }

    /// <summary>Writes the next key, if it fits.</summary>
    /// <param name="page">The page.</param>
    /// <param name="last">The key before it.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    internal bool TryAdd(Span<byte> page, ReadOnlySpan<byte> last, ReadOnlySpan<byte> key, uint value)
    {
        var shared = Count == 0 ? 0 : last.CommonPrefixLength(key);
        var begins = Count == 0 || (_inRun >= LeafWriter.RunLength && shared <= LeafWriter.MaxRunCost);
        if (begins) shared = 0;
        var step = begins ? value : value - _lastValue;
        var size = LeafCell.Size(shared, key.Length - shared, step);
        if (_end + size + ((_runs + (begins ? 1 : 0)) * LeafPage.RunBytes) > PageArena.PageBytes) return false;

        if (begins)
        {
            _runs++;
            _inRun = 0;
            LeafPage.SetRun(page, _runs - 1, _end, 0);
        }

        _end += LeafCell.Write(page[_end..], shared, key[shared..], step);
        _inRun++;
        Count++;
        LeafPage.SetRun(page, _runs - 1, LeafPage.RunOffset(page, _runs - 1), _inRun);
        LeafPage.SetHeader(page, Count, _end, _runs);
        _lastValue = value;
        return true;
    }
}
