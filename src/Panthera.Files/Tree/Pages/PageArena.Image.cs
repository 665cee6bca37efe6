using System.Runtime.CompilerServices;
using Panthera.Files.Tree.Images;

namespace Panthera.Files.Tree.Pages;

/// <content>
/// <para>An arena that was opened from an image: its chunks are read, and verified, when a page of theirs is first touched.</para>
/// <para>INVARIANT (unread-chunk): a chunk that was not read has no page that was made or changed since, and none that may be given out: its free pages become
/// so when it is read. Its address is 0, which is looked at with every page and sends the first toucher here.</para>
/// </content>
internal sealed unsafe partial class PageArena
{
    // Chunks are read one at a time in each tenant, outside the lock that writers take. Taken before _lock, never after it.
    private readonly Lock _readLock = new();
    private readonly Stack<int> _emptyChunks = new();
    private ImageFile? _image;
    private readonly ulong _imageVersion;
    private int _unreadChunks;
    private long _unreadPages;
    private long _unlistedPages;

    /// <summary>Opens an arena on an image; owns it from now on.</summary>
    internal PageArena(ImageFile image)
        : this()
    {
        _image = image;
        _imageVersion = image.Version;
        _lastVersion = image.Version - 1;
        _chunkCount = image.ChunkCount;
        _chunks = new nint[Math.Max(8, image.ChunkCount + (image.ChunkCount / 8))];
        _next = Math.Max(1, (uint)image.ChunkCount * ChunkPages);
        for (var chunk = 0; chunk < image.ChunkCount; chunk++)
        {
            var live = image.LiveIn(chunk);
            _unreadPages += live;
            _unlistedPages += ChunkPages - live;
            if (live > 0) _unreadChunks++;
            else _emptyChunks.Push(chunk);
        }

        // Page 0 is no page.
        if (image.ChunkCount > 0) _unlistedPages--;
    }

    /// <summary>Pages of the image that are in no memory yet.</summary>
    internal long UnreadPages => Volatile.Read(ref _unreadPages);

    /// <summary>Copies the pages of a chunk as they are; those that a reachable version sees do not change meanwhile.</summary>
    internal void CopyChunk(int chunk, Span<byte> destination)
    {
        var address = Volatile.Read(ref Volatile.Read(ref _chunks)[chunk]);
        if (address == 0)
        {
            lock (_readLock)
            {
                address = Volatile.Read(ref Volatile.Read(ref _chunks)[chunk]);
                if (address == 0)
                {
                    // Not for memory: who writes an image of a tenant that was hardly read does not load it.
                    if (_image is { } image && image.Has(chunk)) image.ReadChunk(chunk, destination);
                    else destination.Clear();
                    return;
                }
            }
        }

        new ReadOnlySpan<byte>((void*)address, ChunkPages * PageBytes).CopyTo(destination);
    }

    /// <summary>Reads every chunk that is not in memory.</summary>
    internal void ReadWhole()
    {
        for (var chunk = 0; Volatile.Read(ref _unreadChunks) > 0 && chunk < Volatile.Read(ref _chunkCount); chunk++)
        {
            if (Volatile.Read(ref Volatile.Read(ref _chunks)[chunk]) == 0 && _image is { } image && image.Has(chunk)) ReadChunk(chunk);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint ReadChunk(int chunk)
    {
        lock (_readLock)
        {
            var address = Volatile.Read(ref Volatile.Read(ref _chunks)[chunk]);
            if (address != 0) return address;
            if (_image is not { } image || !image.Has(chunk)) throw new InvalidOperationException($"chunk {chunk} is not in the tree's memory");

            // A chunk that fails to be read keeps its place for the next who tries.
            address = _memory.Take(chunk, isDense: false);
            image.ReadChunk(chunk, new((void*)address, ChunkPages * PageBytes));
            new Span<ulong>((void*)ChunkMemory.BirthsOf(address), ChunkPages).Fill(_imageVersion);
            Install(image, chunk, address);
            if (IsSlabRead(chunk)) _memory.Filled(chunk);
            if (_unreadChunks > 0) return address;
            image.Dispose();
            _image = null;
            return address;
        }
    }

    private bool IsSlabRead(int chunk)
    {
        var (first, end) = ChunkMemory.SlabOf(chunk);
        var chunks = Volatile.Read(ref _chunks);
        for (var i = first; i < end; i++)
        {
            if (i >= Volatile.Read(ref _chunkCount) || Volatile.Read(ref chunks[i]) == 0) return false;
        }

        return true;
    }

    private void Install(ImageFile image, int chunk, nint address)
    {
        lock (_lock)
        {
            _unreadChunks--;
            _unreadPages -= image.LiveIn(chunk);
            Volatile.Write(ref _chunks[chunk], address);
            for (var page = ChunkPages - 1; page >= (chunk == 0 ? 1 : 0); page--)
            {
                if (image.IsLive(chunk, page)) continue;
                _unlistedPages--;
                Free_NeedsLock(((uint)chunk * ChunkPages) + (uint)page);
            }
        }
    }

    /// <summary>Takes a chunk that the image has nothing of.</summary>
    private bool TryAddEmptyChunk_NeedsLock()
    {
        if (!_emptyChunks.TryPop(out var chunk)) return false;
        Volatile.Write(ref _chunks[chunk], _memory.Take(chunk, isDense: false));
        for (var page = ChunkPages - 1; page >= (chunk == 0 ? 1 : 0); page--)
        {
            _unlistedPages--;
            Free_NeedsLock(((uint)chunk * ChunkPages) + (uint)page);
        }

        return true;
    }

    /// <summary>Frees a page of a chunk that was not read: it is given out when that is.</summary>
    private bool TryFreeUnread_NeedsLock(uint page)
    {
        var chunk = (int)(page >> ChunkShift);
        if (_chunks[chunk] != 0) return false;
        _image!.MarkFree(chunk, (int)(page & (ChunkPages - 1)));
        _unreadPages--;
        _unlistedPages++;
        return true;
    }
}
