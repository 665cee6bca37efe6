using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage.Disk;

namespace Panthera.Storage.RocksDb;

/// <summary>Remembers how far the write-ahead log was synced, so that a log that lost its end is told from one that never had it.</summary>
/// <remarks>
/// <code>
/// MARK, 24 bytes, little-endian
///  0        4         8          16       24
///  +--------+---------+----------+--------+
///  | "PNTM" | version | sequence | XXH3   |
///  |        | u32 = 1 | u64      | u64    |
///  +--------+---------+----------+--------+
/// </code>
/// <para>A torn last write and damage within the last blocks of a log look alike to RocksDB, which drops both silently.</para>
/// <para>INVARIANT (mark-behind): it is written after a sync, and is itself never synced, so what it names was durable before. After a power loss it
/// may lag, which weakens the check and never makes a false alarm. Confined to the engine's writer.</para>
/// </remarks>
internal sealed class DurabilityMark : IDisposable
{
    internal const string FileName = "MARK";

    private const int Length = 24;
    private const uint Version = 1;

    private readonly SafeFileHandle _file;
    private readonly string _path;

    internal DurabilityMark(string directory)
    {
        _path = Path.Combine(directory, FileName);
        _file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    /// <summary>The sequence number that was synced at least; 0 if none is known.</summary>
    internal ulong Read()
    {
        Span<byte> bytes = stackalloc byte[Length];
        var count = RandomAccess.Read(_file, bytes, 0);

        // A crash just after its creation leaves it empty, or zeros.
        if (bytes[..count].TrimStart((byte)0).IsEmpty) return 0;
        if (count < Length || !bytes[..4].SequenceEqual("PNTM"u8) || BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]) != XxHash3.HashToUInt64(bytes[..16]))
            throw new StorageException(StorageErrorCode.Corrupt, $"`{_path}` is damaged, so the end of the log cannot be vouched for; verify the data, then delete that file");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (version != Version)
            throw new StorageException(StorageErrorCode.UnknownFormat, $"`{_path}` has format version {version}; this build reads version {Version}");
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
    }

    internal void Write(ulong sequence)
    {
        Span<byte> bytes = stackalloc byte[Length];
        "PNTM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], XxHash3.HashToUInt64(bytes[..16]));
        try
        {
            RandomAccess.Write(_file, bytes, 0);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            // The commit is durable whatever becomes of its mark; a mark that lags only checks less.
        }
    }

    public void Dispose() => _file.Dispose();
}
