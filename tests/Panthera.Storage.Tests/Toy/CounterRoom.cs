using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Storage.Tests.Toy;

/// <summary>The smallest room: named counters.</summary>
internal sealed class CounterRoom : Room<CounterState>
{
    public override string Name => "counters";

    public override bool Owns(RecordKind kind) => kind == CounterRecord.CounterKind;

    public override CounterState Empty(TenantId tenant) => new(default);

    public override IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var name = new RecordReader(key).Text();

        // Stands for a defect in a room.
        if (name == "unreadable") throw new FormatException("what is this?");
        return new CounterRecord(name, isRemoval ? null : (long)new RecordReader(value).UInt64());
    }
}
