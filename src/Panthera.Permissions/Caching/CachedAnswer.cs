using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage;

namespace Panthera.Permissions.Caching;

/// <summary>An answer that was kept: yes or no, never an error or a condition, with all that it rests on.</summary>
/// <remarks>Immutable but for <see cref="Older"/> and its count of uses. A "no" is as good as a "yes".</remarks>
internal sealed class CachedAnswer
{
    // The object with its two keys, and an array.
    private const int FixedBytes = 136;

    private readonly ChangeCell[] _cells;
    private readonly ChangeScopes _scopes;
    private readonly long _computedTicks;
    private readonly long _expiresAt;
    private readonly ushort _height;

    internal CachedAnswer(in AnswerKey key, in Verdict verdict, Revision computedAt, long nowTicks, Revision since, ChangeCell[] cells, ChangeScopes scopes)
    {
        Key = key;
        IsAllowed = verdict.IsAllowed;
        _expiresAt = verdict.ExpiresAt;
        _height = (ushort)verdict.Height;
        ComputedAt = computedAt;
        Since = since;
        _computedTicks = nowTicks;
        _cells = cells;
        _scopes = scopes;
    }

    internal AnswerKey Key { get; }

    internal bool IsAllowed { get; }

    internal Revision Since { get; }

    internal Revision ComputedAt { get; }

    /// <summary>What was kept of the same before, for requests that have pinned an earlier revision; one at most.</summary>
    internal CachedAnswer? Older { get; set; }

    internal long Bytes => FixedBytes + (_cells.Length * sizeof(uint));

    internal ReadOnlySpan<ChangeCell> Cells => _cells;

    internal ChangeScopes Scopes => _scopes;

    internal Verdict Verdict => new(IsAllowed ? Decision.Allowed : Decision.Denied, _expiresAt, _height, null);

    /// <summary>Whether it answers a request that has pinned a revision, at its reading of the clock.</summary>
    /// <param name="pinned">The revision.</param>
    /// <param name="nowTicks">The request's clock: not before the one that it was computed by, which may have passed over what had expired, nor after what it rests on ends.</param>
    /// <param name="clock">The clock of the load that the revision is of.</param>
    internal bool Serves(Revision pinned, long nowTicks, ChangeClock clock) =>
        nowTicks >= _computedTicks && Expiry.IsLive(_expiresAt, nowTicks) && clock.Serves(_cells, _scopes, Since, ComputedAt, pinned);

    /// <summary>Whether the other came to the same: then whatever voided this one changed nothing.</summary>
    internal bool ComesToTheSame(CachedAnswer other) => IsAllowed == other.IsAllowed && _expiresAt == other._expiresAt;
}
