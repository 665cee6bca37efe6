using Panthera.Permissions.Bitmaps;

namespace Panthera.Permissions.Leopard;

/// <summary>The containers of each userset while they are being changed, in pages that versions share.</summary>
/// <remarks>Confined to the builder. INVARIANT (frozen): a page that a version has was handed out, and is copied before it is changed again.</remarks>
internal sealed class ClosurePages
{
    private RoaringBitmap?[]?[] _pages;
    private bool[] _isOwned;

    internal ClosurePages(LeopardVersion? from)
    {
        _pages = from is null ? [] : (RoaringBitmap?[]?[])from.Pages.Clone();
        _isOwned = new bool[_pages.Length];
    }

    internal RoaringBitmap? this[uint number]
    {
        get
        {
            var page = number >> LeopardVersion.PageBits;
            return page < _pages.Length && _pages[page] is { } containers ? containers[number & (LeopardVersion.PageSize - 1)] : null;
        }

        set
        {
            Grow((int)number + 1);
            var page = number >> LeopardVersion.PageBits;
            if (!_isOwned[page])
            {
                if (value is null && _pages[page] is null) return;
                _pages[page] = _pages[page] is { } before ? (RoaringBitmap?[])before.Clone() : new RoaringBitmap?[LeopardVersion.PageSize];
                _isOwned[page] = true;
            }

            _pages[page]![number & (LeopardVersion.PageSize - 1)] = value;
        }
    }

    /// <summary>Hands the pages to a version that knows so many usersets.</summary>
    internal RoaringBitmap?[]?[] HandOut(int count)
    {
        Grow(count);
        Array.Clear(_isOwned);
        return (RoaringBitmap?[]?[])_pages.Clone();
    }

    private void Grow(int count)
    {
        var pages = (count + LeopardVersion.PageSize - 1) >> LeopardVersion.PageBits;
        if (pages <= _pages.Length) return;

        // By more than is asked for, as usersets come one by one.
        pages += pages / 4;
        Array.Resize(ref _pages, pages);
        Array.Resize(ref _isOwned, pages);
    }
}
