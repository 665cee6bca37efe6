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
    private LeafFill _fill;

    internal LeafWriter(Span<byte> page)
    {
        _page = page;
        _fill = LeafFill.Begin(page);
    }

    internal readonly int Used => _fill.Used;

    internal readonly int Count => _fill.Count;

    /// <summary>The last key written; a slice of what was given.</summary>
    internal readonly ReadOnlySpan<byte> Last => _last;

    /// <returns>False if it does not fit.</returns>
    internal bool TryAdd(ReadOnlySpan<byte> key, uint value)
    {
        if (!_fill.TryAdd(_page, _last, key, value)) return false;
        _last = key;
        return true;
    }
}
