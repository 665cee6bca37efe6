using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>Writes a commit as one log value, and reads it back.</summary>
/// <remarks>
/// <code>
/// epoch u32 | time u64 | actor text | flags u8 (1 batch id, 2 metadata) | [batch id 16 bytes] | [metadata text]
/// | count varint | count times: kind u8, removal u8, key bytes, value bytes |
/// </code>
/// </remarks>
internal static class CommitEncoding
{
    private const byte HasBatchId = 1;
    private const byte HasMetadata = 2;

    /// <summary>Writes what stands before the records.</summary>
    internal static void WriteHeader(RecordWriter writer, Commit commit)
    {
        writer.UInt32(commit.Epoch.Value);
        writer.Time(commit.CommittedAt);
        writer.Text(commit.Origin.Actor);
        writer.Byte((byte)((commit.Origin.BatchId is null ? 0 : HasBatchId) | (commit.Origin.Metadata is null ? 0 : HasMetadata)));
        if (commit.Origin.BatchId is { } batchId) writer.Raw(batchId.ToByteArray(bigEndian: true));
        if (commit.Origin.Metadata is { } metadata) writer.Text(metadata);
        writer.VarUInt((ulong)commit.Records.Count);
    }

    /// <summary>Writes the next record.</summary>
    internal static void WriteRecord(RecordWriter writer, IRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        writer.Byte(record.Kind.Value);
        writer.Byte(record.IsRemoval ? (byte)1 : (byte)0);
        writer.Bytes(key);
        writer.Bytes(value);
    }

    internal static Commit Read(TenantState decoder, Revision revision, ReadOnlySpan<byte> payload)
    {
        var reader = new RecordReader(payload);
        var epoch = new LogEpoch(reader.UInt32());
        var time = reader.Time();
        var actor = reader.Text();
        var flags = reader.Byte();
        Guid? batchId = (flags & HasBatchId) == 0 ? null : ReadGuid(ref reader);
        var metadata = (flags & HasMetadata) == 0 ? null : reader.Text();
        var count = reader.VarUInt();

        // Every record takes four bytes at least.
        if (count > (ulong)payload.Length) throw Damaged(decoder.Tenant, revision);
        var records = new IRecord[(int)count];
        for (var i = 0; i < records.Length; i++)
        {
            var kind = new RecordKind(reader.Byte());
            var isRemoval = reader.Byte() != 0;
            var key = reader.Bytes();
            records[i] = decoder.Decode(kind, key, reader.Bytes(), isRemoval);
        }

        if (!reader.AtEnd) throw Damaged(decoder.Tenant, revision);
        return new(decoder.Tenant, revision, epoch, time, new(actor, batchId, metadata), records);
    }

    private static StorageException Damaged(TenantId tenant, Revision revision) =>
        new(StorageErrorCode.Corrupt, $"commit {revision} of tenant {tenant} does not have the fields it should; restore it from a backup");

    private static Guid ReadGuid(ref RecordReader reader)
    {
        var high = reader.UInt64();
        var low = reader.UInt64();
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return new(bytes, bigEndian: true);
    }
}
