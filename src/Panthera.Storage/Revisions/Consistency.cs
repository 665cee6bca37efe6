namespace Panthera.Storage;

/// <summary>Says how fresh the state must be that a request is answered from; a closed set, made by the members below.</summary>
/// <remarks>There is no default: who asks decides. Everything that one request touches is of the one revision that this chooses.</remarks>
public sealed class Consistency
{
    private Consistency(ConsistencyKind kind, ZedToken? token, TimeSpan staleness)
    {
        Kind = kind;
        Token = token;
        Staleness = staleness;
    }

    /// <summary>The revision that everybody shares for the present quantum: the cheapest, and at most a quantum old.</summary>
    public static Consistency MinimizeLatency { get; } = new(ConsistencyKind.MinimizeLatency, null, default);

    /// <summary>The newest revision.</summary>
    public static Consistency FullyConsistent { get; } = new(ConsistencyKind.FullyConsistent, null, default);

    internal ConsistencyKind Kind { get; }

    internal ZedToken? Token { get; }

    internal TimeSpan Staleness { get; }

    /// <summary>A revision that contains everything the token's does; a token of another tenant, log or store asks for the newest revision.</summary>
    /// <param name="token">What a write or an earlier answer gave.</param>
    public static Consistency AtLeastAsFresh(ZedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new(ConsistencyKind.AtLeastAsFresh, token, default);
    }

    /// <summary>The token's revision itself, as long as it is held.</summary>
    /// <param name="token">What a write or an earlier answer gave.</param>
    public static Consistency AtExactSnapshot(ZedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new(ConsistencyKind.AtExactSnapshot, token, default);
    }

    /// <summary>The quantum's revision if it was the newest less than so long ago, else the newest.</summary>
    /// <param name="staleness">How old an answer may be; not negative.</param>
    public static Consistency BoundedStaleness(TimeSpan staleness)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(staleness, TimeSpan.Zero);
        return new(ConsistencyKind.BoundedStaleness, null, staleness);
    }

    /// <summary>Returns the mode's name, and its token if it has one.</summary>
    public override string ToString() => Token is null ? Kind.ToString() : $"{Kind} {Token}";
}
