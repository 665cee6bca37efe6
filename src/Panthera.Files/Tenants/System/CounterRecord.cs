using Panthera.Storage.Records;

namespace Panthera.Files.Tenants;

/// <summary>The next number of a sequence, so that none is handed out twice: key sequence u8; value next u64.</summary>
internal sealed record CounterRecord(SystemCounter Counter, ulong Next) : IRecord
{
    public RecordKind Kind => SystemRecordKinds.Counter;

    public bool IsRemoval => false;

    public void WriteKey(RecordWriter writer) => writer.Byte((byte)Counter);

    public void WriteValue(RecordWriter writer) => writer.UInt64(Next);

    internal static CounterRecord Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        new((SystemCounter)new RecordReader(key).Byte(), new RecordReader(value).UInt64());
}
