using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage;

namespace Panthera.Files.Tree.Images;

/// <summary>An open image: which pages it has, and their chunks, each verified when it is read.</summary>
/// <remarks>
/// <para>Chunks are read rather than mapped: what was verified is what is used, whatever becomes of the file afterwards, and a disk that fails is an
/// exception and not the end of the process.</para>
/// <para>Reading is thread-safe. The table of live pages is guarded by the arena's lock.</para>
/// </remarks>
internal sealed class ImageFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly ImageHeader _header;
    private readonly long[] _offsets;

    internal ImageFile(SafeFileHandle file, string path, ImageHeader header)
    {
        _file = file;
        _path = path;
        _header = header;
        _offsets = new long[header.ChunkCount];
        var offset = ImageFormat.FirstChunk(header.SizeBytes);
        for (var i = 0; i < _offsets.Length; i++)
        {
            _offsets[i] = LiveIn(i) == 0 ? -1 : offset;
            if (_offsets[i] >= 0) offset += ImageFormat.ChunkBytes;
        }
    }

    /// <summary>The version of the arena that the image shows; all its pages are as old, or older.</summary>
    internal ulong Version => _header.ArenaVersion;

    internal int ChunkCount => _offsets.Length;

    /// <summary>Whether the image has a chunk: those without a page in use are left out.</summary>
    internal bool Has(int chunk) => _offsets[chunk] >= 0;

    /// <summary>Pages of a chunk that are in use.</summary>
    internal int LiveIn(int chunk)
    {
        var live = 0;
        foreach (var bits in MemoryMarshal.Cast<byte, ulong>(_header.LiveOf(chunk))) live += BitOperations.PopCount(bits);
        return live;
    }

    internal bool IsLive(int chunk, int page) => (_header.LiveOf(chunk)[page >> 3] & (1 << (page & 7))) != 0;

    /// <summary>Marks a page of a chunk as free, before the chunk was read.</summary>
    internal void MarkFree(int chunk, int page) => _header.LiveOf(chunk)[page >> 3] &= (byte)~(1 << (page & 7));

    /// <summary>Reads a chunk that the image has.</summary>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>: it is not what was written; <see cref="StorageErrorCode.Unavailable"/>: it
    /// cannot be read.</exception>
    internal void ReadChunk(int chunk, Span<byte> destination)
    {
        try
        {
            var read = 0;
            while (read < destination.Length)
            {
                var part = RandomAccess.Read(_file, destination[read..], _offsets[chunk] + read);
                if (part == 0) throw Damaged(chunk);
                read += part;
            }
        }
        catch (IOException exception)
        {
            throw new StorageException(StorageErrorCode.Unavailable, $"checkpoint `{_path}` could not be read: {exception.Message}", exception);
        }

        if (ImageFormat.ChecksumOf(_header.Stamp, chunk, destination) != _header.Checksums[chunk]) throw Damaged(chunk);
    }

    public void Dispose() => _file.Dispose();

    private StorageException Damaged(int chunk) => new(
        StorageErrorCode.Corrupt,
        $"checkpoint `{_path}` is damaged in chunk {chunk}; run fsck: if it finds the records whole, remove that file and start again to load tenant {_header.Stamp.Tenant} from them, else restore the tenant from a backup");
}
