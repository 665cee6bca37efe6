namespace Panthera.Files.Tree.Pages;

/// <summary>Fills a leaf from its start, key by key in order.</summary>
internal ref struct LeafWriter
{
    // A search reads half a run on average; more runs cost more whole keys.
    internal const int RunLength = 16;

    // A whole key instead of a difference may cost this much; keys with much in common stay in one run.
    internal const int MaxRunCost = 40;

    private readonly Span<byte> _page;
    private ReadOnlySpan<byte> _last;
    private uint _lastValue;
    private int _end = LeafPage.HeaderBytes;
    private int _runs;
    private int _inRun;
    private int _count;

    internal LeafWriter(Span<byte> page)
    {
        _page = page;
        LeafPage.SetHeader(page, 0, _end, 0);
    }

    internal readonly int Used => _end - LeafPage.HeaderBytes + (_runs * LeafPage.RunBytes);

    internal readonly int Count => _count;

    /// <summary>The last key written; a slice of what was given.</summary>
    internal readonly ReadOnlySpan<byte> Last => _last;

    /// <returns>False if it does not fit.</returns>
    internal bool TryAdd(ReadOnlySpan<byte> key, uint value)
    {
        var shared = _last.CommonPrefixLength(key);
        var begins = _count == 0 || (_inRun >= RunLength && shared <= MaxRunCost);
        if (begins) shared = 0;
        var step = begins ? value : value - _lastValue;
        var size = LeafCell.Size(shared, key.Length - shared, step);
        if (_end + size + ((_runs + (begins ? 1 : 0)) * LeafPage.RunBytes) > PageArena.PageBytes) return false;

        if (begins)
        {
            _runs++;
            _inRun = 0;
            LeafPage.SetRun(_page, _runs - 1, _end, 0);
        }

        _end += LeafCell.Write(_page[_end..], shared, key[shared..], step);
        _inRun++;
        _count++;
        LeafPage.SetRun(_page, _runs - 1, LeafPage.RunOffset(_page, _runs - 1), _inRun);
        LeafPage.SetHeader(_page, _count, _end, _runs);
        _last = key;
        _lastValue = value;
        return true;
    }
}
