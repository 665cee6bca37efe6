using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Records;

/// <summary>The root of a deleted tree that is yet to be purged: key inode id u64; no value.</summary>
internal sealed record DetachedRecord(InodeId Id, bool IsRemoval = false) : IRecord
{
    public RecordKind Kind => FileRecordKinds.Detached;

    public void WriteKey(RecordWriter writer) => writer.UInt64(Id.Value);

    public void WriteValue(RecordWriter writer)
    {
    }

    internal static DetachedRecord Decode(ReadOnlySpan<byte> key, bool isRemoval) => new(new(new RecordReader(key).UInt64()), isRemoval);
}
