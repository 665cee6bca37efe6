using Panthera.Storage.Collections;

namespace Panthera.Files.Tree.Pages;

/// <summary>One state of an arena's pages: that of an edit under way, and afterwards of everything read from its result.</summary>
/// <remarks>
/// <para>Whoever may read pages of a version holds it; the arena itself knows it only weakly. While it is edited it is confined to the editor.</para>
/// <para>INVARIANT (frozen): a page is changed in place only by the version that made it, which is over before a reader sees its result.</para>
/// </remarks>
internal sealed class PageVersion
{
    // Pages are taken from the arena, under its lock, some at a time: a few for an edit of one entry, more for one that goes on.
    private const int FirstSpares = 8;
    private const int MaxSpares = 64;

    // What a load makes is never taken back page by page: a failed load drops the whole arena.
    private readonly List<uint>? _allocated;
    private uint[] _spares = [];
    private int _spareCount;

    internal PageVersion(PageArena arena, ulong number, EditToken? token, PageVersion? basis, bool isLoad)
    {
        Arena = arena;
        Number = number;
        Token = token;
        Basis = basis;
        _allocated = isLoad ? null : [];
    }

    internal PageArena Arena { get; }

    internal ulong Number { get; }

    /// <summary>The edits that may go on in place.</summary>
    internal EditToken? Token { get; }

    /// <summary>What it began as; held until it is published, since until then its pages are still the other's.</summary>
    internal PageVersion? Basis { get; set; }

    /// <summary>Its entry in the chain of versions.</summary>
    internal VersionLink? Link { get; set; }

    /// <summary>Pages that were taken from the arena, spares included; null for a load.</summary>
    internal List<uint>? Allocated => _allocated;

    /// <summary>Pages that were taken from the arena and not used.</summary>
    internal ReadOnlySpan<uint> Spares => _spares.AsSpan(0, _spareCount);

    /// <summary>Pages that it no longer sees.</summary>
    internal List<uint> Retired { get; } = [];

    /// <summary>Pages that the version before it sees and it does not; known once it is published.</summary>
    internal long ReplacedPages { get; set; }

    /// <summary>A new page with whatever bytes were there.</summary>
    internal uint New()
    {
        if (_spareCount == 0) TakeSpares();
        return _spares[--_spareCount];
    }

    internal uint NewCleared()
    {
        var page = New();
        Arena.Page(page).Clear();
        return page;
    }

    /// <summary>Makes a page this version's own.</summary>
    /// <param name="page">The page; becomes its copy, unless this version made it.</param>
    internal Span<byte> Edit(scoped ref uint page)
    {
        if (Arena.BirthOf(page) == Number) return Arena.Page(page);
        var copy = New();
        var bytes = Arena.Page(copy);
        Arena.Page(page).CopyTo(bytes);
        Retired.Add(page);
        page = copy;
        return bytes;
    }

    /// <summary>Gives up what was taken and not used, when the edit is over.</summary>
    internal void ForgetSpares() => (_spares, _spareCount) = ([], 0);

    private void TakeSpares()
    {
        if (_spares.Length < MaxSpares) _spares = new uint[_spares.Length == 0 ? FirstSpares : MaxSpares];
        Arena.Allocate(Number, _allocated is not null, _spares);
        _spareCount = _spares.Length;
        _allocated?.AddRange(_spares);
    }

    /// <summary>Stops using a page. It is not given out again before the edit is over.</summary>
    internal void Free(uint page) => Retired.Add(page);
}
