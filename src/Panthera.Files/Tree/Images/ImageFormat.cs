using System.Buffers.Binary;
using System.IO.Hashing;
using Panthera.Files.Tree.Pages;
using Panthera.Storage.Checkpoints;

namespace Panthera.Files.Tree.Images;

/// <summary>The layout of an image: the pages that one version of a tenant's arena sees, under their numbers.</summary>
/// <remarks>
/// <code>
/// Preamble, 24 bytes, big-endian
///  0        4         8             12     16       24
///  +--------+---------+-------------+------+--------+
///  | "PNTI" | version | header size | zero | XXH3   |
///  |        | u32 = 3 | u32         | u32  | u64    |
///  +--------+---------+-------------+------+--------+
/// Header, big-endian: see ImageHeader
/// Chunks, from the next multiple of 4,096 bytes on: 256 pages of 1,024 bytes each; pages not in use are zeros, chunks without one in use are left out
/// </code>
/// The preamble's checksum covers the header, seeded with the bytes before it. A chunk's stands in the header, and is seeded with the commit that the image
/// was made at and the chunk's place, so that a chunk of another image or place is refused as well. What is in pages is little-endian.
/// </remarks>
internal static class ImageFormat
{
    // 2: the hashes of contents are not in it. 3: slots of an owner that stand alone have small numbers.
    internal const uint Version = 3;
    internal const int PreambleBytes = 24;
    internal const int ChunkBytes = PageArena.ChunkPages * PageArena.PageBytes;
    internal const int LiveBytes = PageArena.ChunkPages / 8;

    // Some 500 million pages; more is not an image.
    internal const int MaxHeaderBytes = 1 << 27;

    internal static ReadOnlySpan<byte> Magic => "PNTI"u8;

    internal static long FirstChunk(int headerBytes) => (PreambleBytes + headerBytes + 4095L) & ~4095L;

    internal static ulong ChecksumOf(in CheckpointStamp stamp, int chunk, ReadOnlySpan<byte> bytes) =>
        XxHash3.HashToUInt64(bytes, unchecked((long)(stamp.CommitHash + (stamp.Revision.Value << 32) + (ulong)chunk)));

    internal static void WritePreamble(Span<byte> preamble, ReadOnlySpan<byte> header)
    {
        preamble[..PreambleBytes].Clear();
        Magic.CopyTo(preamble);
        BinaryPrimitives.WriteUInt32BigEndian(preamble[4..], Version);
        BinaryPrimitives.WriteUInt32BigEndian(preamble[8..], (uint)header.Length);
        BinaryPrimitives.WriteUInt64BigEndian(preamble[16..], ChecksumOf(preamble, header));
    }

    /// <summary>Reads the size of the header; false for what is no image of this version.</summary>
    internal static bool TryReadPreamble(ReadOnlySpan<byte> preamble, out int headerBytes)
    {
        headerBytes = 0;
        if (preamble.Length < PreambleBytes || !preamble[..4].SequenceEqual(Magic) || BinaryPrimitives.ReadUInt32BigEndian(preamble[4..]) != Version) return false;
        var size = BinaryPrimitives.ReadUInt32BigEndian(preamble[8..]);
        headerBytes = (int)Math.Min(size, MaxHeaderBytes);
        return size is > 0 and <= MaxHeaderBytes;
    }

    internal static bool IsIntact(ReadOnlySpan<byte> preamble, ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt64BigEndian(preamble[16..]) == ChecksumOf(preamble, header);

    private static ulong ChecksumOf(ReadOnlySpan<byte> preamble, ReadOnlySpan<byte> header) =>
        XxHash3.HashToUInt64(header, unchecked((long)XxHash3.HashToUInt64(preamble[..16])));
}
