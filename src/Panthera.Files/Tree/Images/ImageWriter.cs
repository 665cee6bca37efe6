using Microsoft.Win32.SafeHandles;
using Panthera.Files.Tree.Pages;
using Panthera.Storage.Checkpoints;

namespace Panthera.Files.Tree.Images;

/// <summary>Writes the pages of one version into a file.</summary>
/// <remarks>The caller holds the version, so that its pages are neither changed nor given out again; others are left out. One chunk is in memory at a time.</remarks>
internal sealed class ImageWriter(PageArena arena, SafeFileHandle file, CancellationToken cancellationToken)
{
    // What is written is synced now and then, so that the log's next sync does not find all of it waiting for the disk.
    private const int SyncedChunks = 64;

    private byte[] _live = [];
    private int _chunks;

    /// <summary>Notes a page that belongs to the version.</summary>
    internal void Add(uint page)
    {
        var chunk = (int)(page / PageArena.ChunkPages);
        _chunks = Math.Max(_chunks, chunk + 1);
        if (_chunks * ImageFormat.LiveBytes > _live.Length) Array.Resize(ref _live, Math.Max(_chunks, 16) * ImageFormat.LiveBytes * 2);
        _live[page >> 3] |= (byte)(1 << (int)(page & 7));
    }

    internal void Write(CheckpointStamp stamp, ulong version, byte[] state)
    {
        var header = new ImageHeader(stamp, version, state, _live[..(_chunks * ImageFormat.LiveBytes)], new ulong[_chunks]);
        var offset = ImageFormat.FirstChunk(header.SizeBytes);
        var buffer = new byte[ImageFormat.ChunkBytes];
        var written = 0;
        for (var chunk = 0; chunk < _chunks; chunk++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!header.LiveOf(chunk).ContainsAnyExcept((byte)0)) continue;
            arena.CopyChunk(chunk, buffer);
            ClearOthers(header.LiveOf(chunk), buffer);
            header.Checksums[chunk] = ImageFormat.ChecksumOf(stamp, chunk, buffer);
            RandomAccess.Write(file, buffer, offset);
            offset += ImageFormat.ChunkBytes;
            if (++written % SyncedChunks == 0) RandomAccess.FlushToDisk(file);
        }

        var bytes = header.ToBytes();
        var preamble = new byte[ImageFormat.PreambleBytes];
        ImageFormat.WritePreamble(preamble, bytes);
        RandomAccess.Write(file, preamble, 0);
        RandomAccess.Write(file, bytes, ImageFormat.PreambleBytes);
    }

    private static void ClearOthers(ReadOnlySpan<byte> live, Span<byte> chunk)
    {
        for (var page = 0; page < PageArena.ChunkPages; page++)
        {
            if ((live[page >> 3] & (1 << (page & 7))) == 0) chunk.Slice(page * PageArena.PageBytes, PageArena.PageBytes).Clear();
        }
    }
}
