namespace Panthera.Files.Tree.Pages;

/// <summary>Walks the keys of a <see cref="KeyMap"/> in order.</summary>
/// <remarks>Confined to one thread. Who made it keeps the version alive for as long as it is used. It may be set anew, on the same version or another.</remarks>
internal sealed class KeyCursor
{
    private readonly byte[] _key = new byte[2 * LeafCell.MaxKeyBytes];
    private KeyMap _map;
    private PageArena _arena;
    private uint _page;
    private int _length;
    private int _run;
    private int _leftInRun;
    private int _offset;
    private uint _value;
    private bool _standsOnFirst;
    private bool _isAtEnd;

    internal KeyCursor(in KeyMap map, PageArena arena, ReadOnlySpan<byte> lower)
    {
        _arena = arena;
        Set(map, arena, lower);
    }

    internal ReadOnlySpan<byte> Key => _key.AsSpan(0, _length);

    internal uint Value => _value;

    /// <summary>Begins anew before the first key that is not smaller than a bound.</summary>
    internal void Set(in KeyMap map, PageArena arena, ReadOnlySpan<byte> lower)
    {
        (_map, _arena) = (map, arena);
        _length = 0;
        _standsOnFirst = false;
        _isAtEnd = map.Count == 0;
        if (_isAtEnd) return;
        _page = map.PageOf(arena, map.Descend(arena, lower));
        arena.Prefetch(_page);
        var page = arena.Page(_page);
        EnterRun(page, LeafPage.RunOf(page, lower));
        while (MoveNext())
        {
            if (Key.SequenceCompareTo(lower) < 0) continue;
            _standsOnFirst = true;
            return;
        }
    }

    internal bool MoveNext()
    {
        if (_standsOnFirst)
        {
            _standsOnFirst = false;
            return true;
        }

        if (_isAtEnd) return false;
        ReadOnlySpan<byte> page = _arena.Page(_page);
        if (_leftInRun == 0 && !TryEnterNext(ref page)) return false;
        var cell = LeafCell.Read(page, _offset);
        page.Slice(cell.SuffixStart, cell.SuffixLength).CopyTo(_key.AsSpan(cell.Shared));
        _length = cell.KeyLength;
        _value += cell.Step;
        _offset = cell.Next;
        _leftInRun--;
        return true;
    }

    /// <summary>Goes on in the next run that has cells, of this leaf or of one behind it.</summary>
    private bool TryEnterNext(ref ReadOnlySpan<byte> page)
    {
        while (_leftInRun == 0)
        {
            if (_run + 1 < LeafPage.Runs(page))
            {
                EnterRun(page, _run + 1);
                continue;
            }

            var leaf = _map.LeafAfter(_arena, Key);
            _isAtEnd = leaf == KeyMap.NoLeaf;
            if (_isAtEnd) return false;
            _page = _map.PageOf(_arena, leaf);
            _arena.Prefetch(_page);
            page = _arena.Page(_page);
            EnterRun(page, 0);
        }

        return true;
    }

    private void EnterRun(ReadOnlySpan<byte> page, int run)
    {
        _run = run;
        _value = 0;
        _leftInRun = LeafPage.Runs(page) == 0 ? 0 : LeafPage.RunCells(page, run);
        _offset = _leftInRun == 0 ? 0 : LeafPage.RunOffset(page, run);
    }
}
