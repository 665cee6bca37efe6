using System.Diagnostics;

namespace Panthera.Files.Tree.Pages;

/// <summary>The native memory of an arena's chunks: eight of them side by side make 2 MiB that the system can map as one large page.</summary>
/// <remarks>
/// <code>
/// slab, begins at a multiple of 2 MiB
/// +---------------------------------+----------------------------------------------+
/// | 8 chunks of 256 pages of 1 KiB  | 8 × 256 numbers of the versions that made    |
/// |                                 | the pages, u64 each                          |
/// +---------------------------------+----------------------------------------------+
/// </code>
/// A small tenant costs only what it wrote: large pages are made of slabs that an arena has filled and gone past, and of those that an image has filled.
/// Taking chunks is guarded by _lock; they are freed all at once, by the owner's finalizer.
/// </remarks>
internal sealed class ChunkMemory
{
    private const int SlabShift = 3;
    private const int SlabChunks = 1 << SlabShift;
    private const int PagesBytes = PageArena.ChunkPages * PageArena.PageBytes;
    private const int BirthsBytes = PageArena.ChunkPages * sizeof(ulong);
    private const int SlabPagesBytes = SlabChunks * PagesBytes;
    private const int SlabBytes = SlabChunks * (PagesBytes + BirthsBytes);

    // The newest 8 MiB stay in small pages.
    private const int SmallSlabs = 4;

    private readonly Lock _lock = new();
    private nint[] _slabs = [];

    /// <summary>Where a chunk's birth numbers are.</summary>
    internal static nint BirthsOf(nint chunk)
    {
        var slab = chunk & ~((nint)SlabPagesBytes - 1);
        return slab + SlabPagesBytes + ((chunk - slab) / PagesBytes * BirthsBytes);
    }

    /// <summary>The address of a chunk, whose memory is zeros until it is written.</summary>
    /// <param name="chunk">The chunk's number.</param>
    /// <param name="isDense">Whether all chunks of the slab will be written soon.</param>
    internal nint Take(int chunk, bool isDense)
    {
        var number = chunk >> SlabShift;
        lock (_lock)
        {
            if (number >= _slabs.Length) Array.Resize(ref _slabs, Math.Max(8, Math.Max(number + 1, _slabs.Length * 2)));
            ref var slab = ref _slabs[number];
            if (slab == 0) slab = New(number, isDense);
            return slab + ((chunk & (SlabChunks - 1)) * PagesBytes);
        }
    }

    /// <summary>Says that all chunks of a slab have been written.</summary>
    internal void Filled(int chunk)
    {
        lock (_lock) NativeChunk.MakeLargePages(_slabs[chunk >> SlabShift], SlabPagesBytes);
    }

    internal static (int First, int End) SlabOf(int chunk) => (chunk & ~(SlabChunks - 1), (chunk & ~(SlabChunks - 1)) + SlabChunks);

    /// <summary>Gives everything back. Nobody reads any of it.</summary>
    internal void Free()
    {
        foreach (var slab in _slabs)
        {
            if (slab != 0) NativeChunk.Free(slab, SlabBytes);
        }

        _slabs = [];
    }

    private nint New(int number, bool isDense)
    {
        Debug.Assert(SlabPagesBytes == NativeChunk.LargePageBytes, "a slab's chunks are one large page");
        var slab = NativeChunk.Allocate(SlabBytes, SlabPagesBytes);

        // What the arena has outgrown is full. The system is not told to make large pages by itself: it would fill up again what is given back to it.
        if (isDense && number >= SmallSlabs && _slabs[number - SmallSlabs] is not 0 and var full) NativeChunk.MakeLargePages(full, SlabPagesBytes);
        return slab;
    }
}
