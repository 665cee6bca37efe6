using System.Buffers.Binary;

namespace Panthera.Files.Content;

/// <summary>The engine keys of what is stored of contents beside the tenant's records.</summary>
/// <remarks>
/// <code>
/// bytes      1 u8 | content id u64 BE    →  the bytes of an inline content
/// by hash    2 u8 | SHA-256, 32 bytes    →  content id u64 BE
/// by upload  3 u8 | upload id u64 BE     →  content id u64 BE; of contents in blob files
/// </code>
/// The last two are indexes of the content records (`Panthera.Files/Tree/Records/ContentRecord.cs`), which are the truth.
/// </remarks>
internal static class ContentKeys
{
    internal const byte HashSpace = 2;

    private const byte BytesSpace = 1;
    private const byte UploadSpace = 3;

    internal static byte[] Bytes(ContentId id) => Numbered(BytesSpace, id.Value);

    internal static byte[] ByHash(ContentHash hash)
    {
        var key = new byte[1 + ContentHash.SizeBytes];
        key[0] = HashSpace;
        hash.CopyTo(key.AsSpan(1));
        return key;
    }

    internal static byte[] ByUpload(ulong uploadId) => Numbered(UploadSpace, uploadId);

    private static byte[] Numbered(byte space, ulong number)
    {
        var key = new byte[9];
        key[0] = space;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), number);
        return key;
    }
}
