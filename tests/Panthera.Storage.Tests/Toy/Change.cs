using Panthera.Storage.Log;

namespace Panthera.Storage.Tests.Toy;

/// <summary>A proposal given as a function.</summary>
internal sealed class Change(Func<Draft, Outcome<long>> run) : Proposal<long>
{
    public override Outcome<long> Run(Draft draft) => run(draft);

    /// <summary>Adds to a counter; gives its new value.</summary>
    internal static Change Add(CounterRoom room, string name, long amount = 1) => new(draft =>
    {
        var count = draft.Of(room).Of(name) + amount;
        draft.Yield(new CounterRecord(name, count));
        return count;
    });
}
