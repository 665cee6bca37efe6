using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Panthera.Storage.Collections;

namespace Panthera.Files.Tree.Pages;

/// <summary>Native memory of one tenant's tree, cut into pages that are named by number, and the versions that share them.</summary>
/// <remarks>
/// <para>A page is written only by the version that made it, before anybody else sees that version; a later one copies it. A page is given out again
/// once no version that can see it is reachable, which the garbage collector tells: holding a version is the pin.</para>
/// <para>INVARIANT (page-alive): a page born in version b and retired by version r is not given out again while a published version v with
/// b ≤ v &lt; r is reachable, or one that rests on such a version.</para>
/// <para>Allocating and giving back are guarded by _lock; reading a page takes no lock, since chunks never move. Freed with its last version.</para>
/// </remarks>
internal sealed unsafe partial class PageArena
{
    internal const int PageBytes = 1 << PageShift;

    // Small, so that changing an entry copies little; a name and its neighbours still share a page.
    private const int PageShift = 10;

    // The system takes memory back in pieces of 4 KiB; chunks begin at such a boundary.
    private const int ReleasedPages = 4096 / PageBytes;
    private const int LineBytes = 64;

    // What one sweep frees while everything changes is soon used again: giving that back would only have it cleared again.
    private const int MinTrimmedPages = (16 << 20) / PageBytes;
    private const int TrimShift = 4;

    // A chunk's memory becomes resident as its pages are first written, so that a small tenant costs what it uses.
    private const int ChunkShift = 8;
    internal const int ChunkPages = 1 << ChunkShift;
    private const int ChunkBytes = ChunkPages * (PageBytes + sizeof(ulong));

    private readonly Lock _lock = new();
    private readonly ChunkMemory _memory = new();
    private readonly VersionChain _chain;

    // Grown by replacing it; an entry is set before any page of its chunk has a number.
    private nint[] _chunks = new nint[8];
    private int _chunkCount;
    private uint[] _free = [];
    private int _freeCount;
    private int _releasedCount;
    private int _trimmedAt;
    private uint _next = 1;
    private ulong _lastVersion;

    internal PageArena() => _chain = new(this);

    /// <summary>Frees the chunks: nothing that could read them is left.</summary>
    ~PageArena()
    {
        _chain.Forget();
        _memory.Free();
    }

    /// <summary>Pages in use, those included that only older versions see.</summary>
    internal long UsedPages => _next - 1 - Volatile.Read(ref _freeCount) - Volatile.Read(ref _unlistedPages);

    /// <summary>Pages that only superseded versions see.</summary>
    internal long SupersededPages => _chain.DeadPages;

    /// <summary>Pages that the newest version sees; about, while something is being edited.</summary>
    internal long CurrentPages => Math.Max(0, UsedPages - SupersededPages - _chain.OpenPages);

    /// <summary>Native bytes taken from the system and not given back; those of chunks never written count too.</summary>
    internal long ReservedBytes =>
        ((long)(Volatile.Read(ref _chunkCount) - Volatile.Read(ref _unreadChunks) - _emptyChunks.Count) * ChunkBytes) - ((long)Volatile.Read(ref _releasedCount) * PageBytes);

    /// <summary>The number of the oldest published version that may still be reachable.</summary>
    internal ulong OldestVersion => _chain.OldestVersion;

    /// <summary>The bytes of a page. The caller keeps a version that sees it alive until it is done with them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Page(uint page) => new(PointerOf(page), PageBytes);

    /// <summary>Reads a value at a place in a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="offset">Where; the value does not reach behind the page's end.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Read<T>(uint page, uint offset)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, (uint)(PageBytes - sizeof(T)));
        return Unsafe.ReadUnaligned<T>(PointerOf(page) + offset);
    }

    /// <summary>Has the processor fetch a page, of which several lines are about to be read one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(uint page)
    {
        if (!Sse.IsSupported) return;
        var start = PointerOf(page);
        for (var line = 0; line < PageBytes; line += LineBytes) Sse.Prefetch0(start + line);
    }

    /// <summary>The version that made a page.</summary>
    internal ulong BirthOf(uint page) => Volatile.Read(ref Volatile.Read(ref _chunks)[page >> ChunkShift]) == 0 ? _imageVersion : Birth(page);

    /// <summary>Begins a version that starts out as another one, or empty.</summary>
    internal PageVersion Begin(EditToken? token, PageVersion? basis, bool isLoad)
    {
        lock (_lock)
        {
            _chain.Sweep_NeedsLock();
            var version = new PageVersion(this, ++_lastVersion, token, basis, isLoad);
            _chain.Open_NeedsLock(version);
            return version;
        }
    }

    /// <summary>Says that readers may see a version: from now on what it replaced lives only as long as somebody holds an older one.</summary>
    internal void Publish(PageVersion version)
    {
        lock (_lock) _chain.Publish_NeedsLock(version);
    }

    /// <summary>Gives out pages; the last of them is to be used first.</summary>
    internal void Allocate(ulong version, bool isOpen, Span<uint> pages)
    {
        lock (_lock)
        {
            if (isOpen) _chain.OpenPages += pages.Length;
            for (var i = pages.Length - 1; i >= 0; i--)
            {
                if (_freeCount == 0 && (_next >> ChunkShift) >= (uint)_chunkCount && !TryAddEmptyChunk_NeedsLock()) AddChunk_NeedsLock();
                var page = _freeCount > 0 ? _free[--_freeCount] : _next++;
                Birth(page) = version;
                pages[i] = page;
            }

            if (_trimmedAt > _freeCount) _trimmedAt = _freeCount;
            if (_freeCount < _releasedCount) _releasedCount = _freeCount;
        }
    }

    internal void Free_NeedsLock(uint page)
    {
        if (_unreadChunks > 0 && TryFreeUnread_NeedsLock(page)) return;
        if (_freeCount == _free.Length) Array.Resize(ref _free, Math.Max(64, _free.Length * 2));
        _free[_freeCount++] = page;
    }

    /// <summary>Pages that may be given out again, for checks.</summary>
    internal uint[] FreePages()
    {
        lock (_lock) return _free[.._freeCount];
    }

    /// <summary>Gives the memory of free pages back to the system when there is much of it, as after a snapshot was held long.</summary>
    internal void Trim_NeedsLock()
    {
        // Looking for neighbours sorts all that is free: only when much has come since the last time.
        if (_freeCount - _trimmedAt < Math.Max(MinTrimmedPages, (int)((_next - (uint)_freeCount) >> TrimShift))) return;
        var free = _free.AsSpan(0, _freeCount);
        free.Sort();
        var released = new List<uint>(_freeCount);
        var kept = new List<uint>();
        for (var i = 0; i < free.Length;)
        {
            var isWhole = free[i] % ReleasedPages == 0 && i + ReleasedPages <= free.Length && free[i + ReleasedPages - 1] == free[i] + ReleasedPages - 1;
            var target = isWhole && NativeChunk.TryRelease(Address(free[i]), ReleasedPages * PageBytes) ? released : kept;
            for (var end = isWhole ? i + ReleasedPages : i + 1; i < end; i++) target.Add(free[i]);
        }

        // Pages are taken from the end: those first that are still there, the lowest before the others, so that what is in use gathers at the low end.
        released.Reverse();
        kept.Reverse();
        released.CopyTo(_free);
        kept.CopyTo(_free, released.Count);
        _releasedCount = released.Count;
        _trimmedAt = _freeCount;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* PointerOf(uint page)
    {
        var chunk = Volatile.Read(ref Volatile.Read(ref _chunks)[page >> ChunkShift]);
        if (chunk == 0) chunk = ReadChunk((int)(page >> ChunkShift));
        return (byte*)chunk + ((page & (ChunkPages - 1)) << PageShift);
    }

    private nint Address(uint page) => _chunks[page >> ChunkShift] + (nint)((page & (ChunkPages - 1)) << PageShift);

    private ref ulong Birth(uint page) =>
        ref ((ulong*)ChunkMemory.BirthsOf(Volatile.Read(ref _chunks)[page >> ChunkShift]))[page & (ChunkPages - 1)];

    private void AddChunk_NeedsLock()
    {
        if (_chunkCount == _chunks.Length)
        {
            var larger = new nint[_chunks.Length * 2];
            _chunks.AsSpan().CopyTo(larger);
            Volatile.Write(ref _chunks, larger);
        }

        _chunks[_chunkCount] = _memory.Take(_chunkCount, isDense: true);
        Volatile.Write(ref _chunkCount, _chunkCount + 1);
    }
}
