using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Records;

/// <summary>The end of the block of ids that may be handed out without storing anything: key sequence u8; value the first id not reserved, u64.</summary>
/// <remarks>INVARIANT (ids): after a restart numbering goes on at the end of the block, so that an id is never handed out twice.</remarks>
internal sealed record IdBlockRecord(IdSequence Sequence, ulong End) : IRecord
{
    public RecordKind Kind => FileRecordKinds.IdBlock;

    public bool IsRemoval => false;

    public void WriteKey(RecordWriter writer) => writer.Byte((byte)Sequence);

    public void WriteValue(RecordWriter writer) => writer.UInt64(End);

    internal static IdBlockRecord Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        new((IdSequence)new RecordReader(key).Byte(), new RecordReader(value).UInt64());
}
