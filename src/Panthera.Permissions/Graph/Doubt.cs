using System.Collections.Immutable;

namespace Panthera.Permissions.Graph;

/// <summary>Why a subproblem is neither allowed nor denied: parameters that no context gave, or an error.</summary>
/// <remarks>
/// Immutable; equal by value. INVARIANT (doubts-join): doubts join as sets do, so that what a verdict names does not depend on the order in which
/// its branches were looked at: an error outweighs missing names, of two errors the higher stays, and names are united.
/// </remarks>
internal sealed record Doubt
{
    private Doubt(EvaluationError error, string detail, ImmutableArray<string> missing)
    {
        Error = error;
        Detail = detail;
        Missing = missing;
    }

    /// <summary>The error; <see cref="EvaluationError.None"/> when only parameters are missing.</summary>
    internal EvaluationError Error { get; }

    /// <summary>What went wrong, for people; perhaps empty.</summary>
    internal string Detail { get; }

    /// <summary>The missing parameters, sorted, each once; empty for an error.</summary>
    internal ImmutableArray<string> Missing { get; }

    internal Decision Decision => Error == EvaluationError.None ? Decision.Conditional : Decision.Error;

    internal static Doubt Of(EvaluationError error, string detail = "") => new(error, detail, []);

    /// <param name="missing">At least one name, sorted, each once.</param>
    internal static Doubt OfMissing(ImmutableArray<string> missing) => new(EvaluationError.None, "", missing);

    /// <summary>Returns the first itself when the second adds nothing.</summary>
    internal static Doubt? Join(Doubt? first, Doubt? second)
    {
        if (second is null || ReferenceEquals(first, second)) return first;
        if (first is null) return second;
        if (first.Error != EvaluationError.None || second.Error != EvaluationError.None) return second.Outweighs(first) ? second : first;
        if (IsSubset(second.Missing, first.Missing)) return first;
        return IsSubset(first.Missing, second.Missing) ? second : OfMissing(Unite(first.Missing, second.Missing));
    }

    public bool Equals(Doubt? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Error == other.Error && Detail == other.Detail && Missing.AsSpan().SequenceEqual(other.Missing.AsSpan()));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Error);
        hash.Add(Detail, StringComparer.Ordinal);
        foreach (var name in Missing) hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    private bool Outweighs(Doubt other) => Error != other.Error ? Error > other.Error : string.CompareOrdinal(Detail, other.Detail) > 0;

    private static bool IsSubset(ImmutableArray<string> part, ImmutableArray<string> whole)
    {
        if (part.Length > whole.Length) return false;
        var at = 0;
        foreach (var name in part)
        {
            while (at < whole.Length && string.CompareOrdinal(whole[at], name) < 0) at++;
            if (at == whole.Length || whole[at] != name) return false;
        }

        return true;
    }

    private static ImmutableArray<string> Unite(ImmutableArray<string> first, ImmutableArray<string> second)
    {
        var united = ImmutableArray.CreateBuilder<string>(first.Length + second.Length);
        int i = 0, j = 0;
        while (i < first.Length || j < second.Length)
        {
            var order = i == first.Length ? 1 : j == second.Length ? -1 : string.CompareOrdinal(first[i], second[j]);
            united.Add(order <= 0 ? first[i] : second[j]);
            if (order <= 0) i++;
            if (order >= 0) j++;
        }

        return united.ToImmutable();
    }
}
