using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Storage.Tests.Toy;

internal sealed class CounterState(PersistentMap<string, long, CounterState.Ordinal> counters) : IRoomState
{
    internal PersistentMap<string, long, Ordinal> Counters { get; } = counters;

    public long ResidentBytes => Counters.Count * 100L;

    /// <summary>As if every state had taken a page of native memory from the one before.</summary>
    public long ReplacedBytes => 1024;

    public IRoomState Apply(IRecord record, EditToken edit)
    {
        var counter = (CounterRecord)record;
        return new CounterState(counter.Count is { } count ? Counters.Set(counter.Name, count, edit) : Counters.Remove(counter.Name, edit));
    }

    internal long Of(string name) => Counters.TryGetValue(name, out var count) ? count : 0;

    internal string Dump()
    {
        List<string> all = [];
        foreach (var (name, count) in Counters) all.Add($"{name}={count}");
        return string.Join(' ', all);
    }

    internal readonly struct Ordinal : IComparer<string>
    {
        public int Compare(string? x, string? y) => string.CompareOrdinal(x, y);
    }
}
