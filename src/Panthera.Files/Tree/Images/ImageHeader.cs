using Panthera.Storage;
using Panthera.Storage.Checkpoints;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Images;

/// <summary>The header of an image: what it shows, where its structures begin, and which pages it has.</summary>
/// <remarks>
/// <code>
/// tenant u64 | epoch u32 | revision u64 | commit hash u64 | arena version u64 | chunks n u32 | state bytes u32
/// | state: counters and roots, then pairs of owner and creator (TreeState.Images)
/// | n times: live pages, 256 bits, the lowest first | XXH3 u64
/// </code>
/// </remarks>
internal sealed class ImageHeader
{
    private readonly byte[] _live;

    internal ImageHeader(CheckpointStamp stamp, ulong arenaVersion, byte[] state, byte[] live, ulong[] checksums)
    {
        Stamp = stamp;
        ArenaVersion = arenaVersion;
        State = state;
        _live = live;
        Checksums = checksums;
    }

    internal CheckpointStamp Stamp { get; }

    internal ulong ArenaVersion { get; }

    /// <summary>Counters, roots, and owners.</summary>
    internal byte[] State { get; }

    /// <summary>The checksum of each chunk.</summary>
    internal ulong[] Checksums { get; }

    internal int ChunkCount => Checksums.Length;

    /// <summary>The header's bytes, without the preamble.</summary>
    internal int SizeBytes => 8 + 4 + 8 + 8 + 8 + 4 + 4 + State.Length + (ChunkCount * (ImageFormat.LiveBytes + 8));

    internal Span<byte> LiveOf(int chunk) => _live.AsSpan(chunk * ImageFormat.LiveBytes, ImageFormat.LiveBytes);

    internal byte[] ToBytes()
    {
        var writer = new RecordWriter();
        writer.UInt64(Stamp.Tenant.Value);
        writer.UInt32(Stamp.Epoch.Value);
        writer.UInt64(Stamp.Revision.Value);
        writer.UInt64(Stamp.CommitHash);
        writer.UInt64(ArenaVersion);
        writer.UInt32((uint)ChunkCount);
        writer.UInt32((uint)State.Length);
        writer.Raw(State);
        for (var i = 0; i < ChunkCount; i++)
        {
            writer.Raw(LiveOf(i));
            writer.UInt64(Checksums[i]);
        }

        return writer.Written.ToArray();
    }

    /// <exception cref="StorageException">It does not have the fields that it should.</exception>
    internal static ImageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        var stamp = new CheckpointStamp(new(reader.UInt64()), new(reader.UInt32()), new(reader.UInt64()), reader.UInt64());
        var version = reader.UInt64();
        var chunks = reader.UInt32();
        var stateBytes = reader.UInt32();
        var rest = reader.Raw();
        var tables = stateBytes + ((ulong)chunks * (ImageFormat.LiveBytes + 8));
        if (tables != (ulong)rest.Length) throw new StorageException(StorageErrorCode.Corrupt, "a checkpoint's header does not have the length that it says");
        var live = new byte[chunks * ImageFormat.LiveBytes];
        var checksums = new ulong[chunks];
        var table = new RecordReader(rest[(int)stateBytes..]);
        for (var i = 0; i < checksums.Length; i++)
        {
            rest.Slice((int)stateBytes + (i * (ImageFormat.LiveBytes + 8)), ImageFormat.LiveBytes).CopyTo(live.AsSpan(i * ImageFormat.LiveBytes));
            for (var word = 0; word < ImageFormat.LiveBytes / 8; word++) table.UInt64();
            checksums[i] = table.UInt64();
        }

        return new(stamp, version, rest[..(int)stateBytes].ToArray(), live, checksums);
    }
}
