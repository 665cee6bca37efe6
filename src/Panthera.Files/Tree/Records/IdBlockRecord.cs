using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Records;

/// <summary>The end of the generations under which numbers may have been handed out: key sequence u8; value the first generation not used, u64.</summary>
/// <remarks>INVARIANT (ids): after a restart numbering goes on with this generation, so that a number is never handed out twice.</remarks>
internal sealed record IdBlockRecord(IdSequence Sequence, ulong End) : IRecord
{
    public RecordKind Kind => FileRecordKinds.IdBlock;

    public bool IsRemoval => false;

    public void WriteKey(RecordWriter writer) => writer.Byte((byte)Sequence);

    public void WriteValue(RecordWriter writer) => writer.UInt64(End);

    internal static IdBlockRecord Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        new((IdSequence)new RecordReader(key).Byte(), new RecordReader(value).UInt64());
}
