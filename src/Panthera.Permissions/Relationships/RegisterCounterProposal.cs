using System.Buffers;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Registers a relationship counter.</summary>
/// <param name="counter">Its name and filter.</param>
public sealed class RegisterCounterProposal(RelationshipCounter counter) : Proposal<RelationshipCounter>
{
    // They live in memory with every tenant, and nobody counts by thousands of filters.
    private const int MaxCounters = 1000;
    private const int MaxNameLength = 128;

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/|-.");

    /// <inheritdoc/>
    public override Outcome<RelationshipCounter> Run(Draft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (counter.Name.Length is 0 or > MaxNameLength || counter.Name.AsSpan().ContainsAnyExcept(s_nameCharacters))
            return new Refusal(RefusalCode.InvalidArgument, $"`{ReferenceGrammar.Shown(counter.Name)}` is no name of a counter: write 1 to {MaxNameLength} of a-z, A-Z, 0-9 and _ / | - .");
        var state = draft.Of(PermissionsRoom.Instance);
        if (RelationshipReader.Validate(state, counter.Filter) is { } invalid) return invalid;
        if (state.TryGetCounter(counter.Name, out _))
        {
            return new Refusal(RefusalCode.FailedPrecondition, $"a counter `{counter.Name}` is registered already; unregister it first, or use another name")
            {
                Reason = PermissionReasons.CounterAlreadyRegistered,
                Metadata = new Dictionary<string, string> { ["counter_name"] = counter.Name },
            };
        }

        if (state.CounterCount >= MaxCounters) return new Refusal(RefusalCode.LimitExceeded, $"the tenant has {MaxCounters} counters, which is all it may have; unregister one first");
        draft.Yield(new CounterRecord(counter.Name, counter.Filter));
        return counter;
    }
}
