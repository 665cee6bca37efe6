using Panthera.Files.Content;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Records;

/// <summary>A stored content: key content id u64; value hash 32 bytes, size varint, upload id u64, which is 0 for bytes stored in the engine.</summary>
/// <remarks>The truth about a content's hash and upload. Memory has neither: <see cref="ContentIndex"/> reads them here.</remarks>
internal sealed record ContentRecord(ContentId Id, ContentHash Hash, long SizeBytes, ulong UploadId, bool IsRemoval = false) : IRecord
{
    public RecordKind Kind => FileRecordKinds.Content;

    public void WriteKey(RecordWriter writer) => writer.UInt64(Id.Value);

    public void WriteValue(RecordWriter writer)
    {
        Span<byte> hash = stackalloc byte[ContentHash.SizeBytes];
        Hash.CopyTo(hash);
        writer.Raw(hash);
        writer.VarUInt((ulong)SizeBytes);
        writer.UInt64(UploadId);
    }

    internal static ContentRecord Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var id = new ContentId(new RecordReader(key).UInt64());
        if (isRemoval) return new(id, default, 0, 0, true);
        var reader = new RecordReader(value);
        Span<byte> hash = stackalloc byte[ContentHash.SizeBytes];
        for (var i = 0; i < hash.Length; i++) hash[i] = reader.Byte();
        return new(id, new(hash), checked((long)reader.VarUInt()), reader.UInt64());
    }
}
