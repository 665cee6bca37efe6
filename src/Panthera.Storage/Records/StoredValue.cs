using System.Buffers.Binary;
using System.IO.Hashing;

namespace Panthera.Storage.Records;

/// <summary>Frames every value that is handed to an engine with a format version and a checksum over key and value.</summary>
/// <remarks>
/// <code>
/// StoredValue, little-endian
///  0         1                    n+1      n+9
///  +---------+--------------------+--------+
///  | version | payload            | XXH3   |
///  | u8 = 1  | n bytes            | u64    |
///  +---------+--------------------+--------+
/// </code>
/// The checksum covers the engine key, then version and payload: a value that is read back under another key is refused as well.
/// </remarks>
internal static class StoredValue
{
    internal const byte Version = 1;
    internal const int PayloadStart = 1;
    internal const int Overhead = 9;

    /// <summary>Frames a payload.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload)
    {
        var sealedValue = new byte[payload.Length + Overhead];
        sealedValue[0] = Version;
        payload.CopyTo(sealedValue.AsSpan(1));
        var body = sealedValue.AsSpan(0, payload.Length + 1);
        BinaryPrimitives.WriteUInt64LittleEndian(sealedValue.AsSpan(body.Length), Checksum(key, body));
        return sealedValue;
    }

    /// <summary>Checks a frame and gives its payload.</summary>
    /// <exception cref="StorageException">The checksum does not match, or the version is unknown.</exception>
    internal static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedValue)
    {
        if (sealedValue.Length < Overhead) throw Corrupt(key, "is shorter than its frame");
        var body = sealedValue[..^8];
        if (BinaryPrimitives.ReadUInt64LittleEndian(sealedValue[^8..]) != Checksum(key, body)) throw Corrupt(key, "fails its checksum");
        if (body[0] != Version)
            throw new StorageException(StorageErrorCode.UnknownFormat, $"the stored value at key `{Convert.ToHexStringLower(key)}` has format version {body[0]}; this build reads version {Version}");
        return body[1..];
    }

    private static ulong Checksum(ReadOnlySpan<byte> key, ReadOnlySpan<byte> body) =>
        XxHash3.HashToUInt64(body, (long)XxHash3.HashToUInt64(key));

    private static StorageException Corrupt(ReadOnlySpan<byte> key, string how) =>
        new(StorageErrorCode.Corrupt, $"the stored value at key `{Convert.ToHexStringLower(key)}` {how}; restore this tenant from a backup");
}
