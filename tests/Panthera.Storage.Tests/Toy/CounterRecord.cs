using Panthera.Storage.Records;

namespace Panthera.Storage.Tests.Toy;

/// <summary>Sets or removes one counter. A negative value cannot be encoded, which stands for a defect in a room.</summary>
internal sealed record CounterRecord(string Name, long? Count) : IRecord
{
    internal static readonly RecordKind CounterKind = new(200);

    public RecordKind Kind => CounterKind;

    public bool IsRemoval => Count is null;

    public void WriteKey(RecordWriter writer) => writer.Text(Name);

    public void WriteValue(RecordWriter writer) => writer.UInt64(checked((ulong)Count!.Value));
}
