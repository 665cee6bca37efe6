using Panthera.Storage;

namespace Panthera.Permissions.Tests;

internal static class OutcomeAssertions
{
    internal static void ThrowIfRefused<T>(this Outcome<T> outcome)
    {
        if (!outcome.IsAccepted) throw new RefusedException(outcome.Refusal);
    }

    internal static Refusal AssertRefused<T>(this Outcome<T> outcome, RefusalCode code, params string[] words)
    {
        Assert.False(outcome.IsAccepted, "it was accepted");
        Assert.Equal(code, outcome.Refusal.Code);
        foreach (var word in words) Assert.Contains(word, outcome.Refusal.Message, StringComparison.Ordinal);
        return outcome.Refusal;
    }
}
