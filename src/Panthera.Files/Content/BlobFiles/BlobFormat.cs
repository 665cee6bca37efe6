using System.Buffers.Binary;
using System.IO.Hashing;
using Panthera.Storage;

namespace Panthera.Files.Content;

/// <summary>The layout of a blob file: a header, then chunks, each with its checksum behind it.</summary>
/// <remarks>
/// <code>
/// Header, 72 bytes, little-endian
///  0        4         8            12     16          24        32       64       72
///  +--------+---------+------------+------+-----------+---------+--------+--------+
///  | "PNTB" | version | chunk size | zero | upload id | size    | hash   | XXH3   |
///  |        | u32 = 1 | u32        | u32  | u64       | u64     | 32     | u64    |
///  +--------+---------+------------+------+-----------+---------+--------+--------+
/// Chunk, repeated; only the last is shorter
///  +------------------------+--------+
///  | data, 65,536 bytes     | XXH3   |
///  +------------------------+--------+
/// </code>
/// The header's checksum covers what is before it. A chunk's is seeded with the upload id and the chunk's index, so that a chunk of another
/// blob or from another place is refused as well. The file ends with the last checksum.
/// </remarks>
internal static class BlobFormat
{
    internal const uint Version = 1;
    internal const int HeaderBytes = 72;
    internal const int ChunkBytes = 64 << 10;
    internal const int ChecksumBytes = 8;
    internal const int StoredChunkBytes = ChunkBytes + ChecksumBytes;

    internal static long FileBytes(long sizeBytes) => HeaderBytes + sizeBytes + (ChecksumBytes * ((sizeBytes + ChunkBytes - 1) / ChunkBytes));

    internal static long ChunkOffset(long index) => HeaderBytes + (index * StoredChunkBytes);

    internal static void WriteHeader(Span<byte> header, BlobName name, long sizeBytes)
    {
        header[..HeaderBytes].Clear();
        "PNTB"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], ChunkBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], name.UploadId);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], sizeBytes);
        name.Hash.CopyTo(header[32..]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[64..], XxHash3.HashToUInt64(header[..64]));
    }

    /// <summary>Checks a header against the name that led to it, and gives the content's size.</summary>
    internal static long ReadHeader(ReadOnlySpan<byte> header, BlobName name, string path)
    {
        if (header.Length < HeaderBytes || !header[..4].SequenceEqual("PNTB"u8)) throw Corrupt(path, "has no header");
        if (BinaryPrimitives.ReadUInt64LittleEndian(header[64..]) != XxHash3.HashToUInt64(header[..64])) throw Corrupt(path, "has a damaged header");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if (version != Version)
            throw new StorageException(StorageErrorCode.UnknownFormat, $"blob file `{path}` has format version {version}; this build reads version {Version}");
        Span<byte> expected = stackalloc byte[HeaderBytes];
        var sizeBytes = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        WriteHeader(expected, name, sizeBytes);
        if (sizeBytes < 0 || !header[..HeaderBytes].SequenceEqual(expected)) throw Corrupt(path, "holds another content than its name says");
        return sizeBytes;
    }

    internal static ulong Checksum(ulong uploadId, long index, ReadOnlySpan<byte> data) =>
        XxHash3.HashToUInt64(data, unchecked((long)uploadId + index));

    internal static StorageException Corrupt(string path, string how) =>
        new(StorageErrorCode.Corrupt, $"blob file `{path}` {how}; restore it from a backup");
}
