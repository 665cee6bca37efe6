using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Storage.Tests.Toy;

/// <summary>The smallest room: named counters.</summary>
internal sealed class CounterRoom : Room<CounterState>, ICommitObserver
{
    /// <summary>Told of each commit that is about to be seen.</summary>
    internal Action<Commit, TenantState, TenantState>? Publishing { get; set; }

    public override string Name => "counters";

    public override bool Owns(RecordKind kind) => kind == CounterRecord.CounterKind;

    public void OnPublishing(Commit commit, TenantState before, TenantState after) => Publishing?.Invoke(commit, before, after);

    public override CounterState Empty(TenantId tenant) => new(default);

    public override IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var name = new RecordReader(key).Text();

        // Stands for a defect in a room.
        if (name == "unreadable") throw new FormatException("what is this?");
        return new CounterRecord(name, isRemoval ? null : (long)new RecordReader(value).UInt64());
    }
}
