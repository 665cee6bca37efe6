namespace Panthera.Files.Tree.Pages;

/// <summary>Walks the keys of a <see cref="KeyMap"/> in order.</summary>
/// <remarks>Confined to one thread. Who made it keeps the version alive for as long as it is used.</remarks>
internal sealed class KeyCursor
{
    private readonly KeyMap _map;
    private readonly PageArena _arena;
    private readonly byte[] _key = new byte[2 * LeafCell.MaxKeyBytes];
    private uint _leaf;
    private int _length;
    private int _run;
    private int _leftInRun;
    private int _offset;
    private uint _value;
    private bool _standsOnFirst;

    internal KeyCursor(in KeyMap map, PageArena arena, ReadOnlySpan<byte> lower)
    {
        _map = map;
        _arena = arena;
        if (map.Count == 0)
        {
            _leaf = KeyMap.NoLeaf;
            return;
        }

        _leaf = map.Descend(arena, lower);
        EnterRun(Page, 0);
        var seat = LeafPage.Seek(Page, lower);
        if (LeafPage.Count(Page) > 0) EnterRun(Page, seat.Run);
        while (MoveNext())
        {
            if (Key.SequenceCompareTo(lower) < 0) continue;
            _standsOnFirst = true;
            return;
        }
    }

    internal ReadOnlySpan<byte> Key => _key.AsSpan(0, _length);

    internal uint Value => _value;

    private ReadOnlySpan<byte> Page => _map.Leaf(_arena, _leaf);

    internal bool MoveNext()
    {
        if (_standsOnFirst)
        {
            _standsOnFirst = false;
            return true;
        }

        if (_leaf == KeyMap.NoLeaf) return false;
        var page = Page;
        while (_leftInRun == 0)
        {
            if (_run + 1 < LeafPage.Runs(page))
            {
                EnterRun(page, _run + 1);
                continue;
            }

            _leaf = _map.LeafAfter(_arena, Key);
            if (_leaf == KeyMap.NoLeaf) return false;
            page = Page;
            EnterRun(page, 0);
        }

        var cell = LeafCell.Read(page, _offset);
        page.Slice(cell.SuffixStart, cell.SuffixLength).CopyTo(_key.AsSpan(cell.Shared));
        _length = cell.KeyLength;
        _value += cell.Step;
        _offset = cell.Next;
        _leftInRun--;
        return true;
    }

    private void EnterRun(ReadOnlySpan<byte> page, int run)
    {
        _run = run;
        _value = 0;
        _offset = LeafPage.RunOffset(page, run);
        _leftInRun = LeafPage.Runs(page) == 0 ? 0 : LeafPage.RunCells(page, run);
    }
}
