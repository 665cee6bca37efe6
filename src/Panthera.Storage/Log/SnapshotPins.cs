namespace Panthera.Storage.Log;

/// <summary>Chooses the state of one tenant that a request is answered from, by the consistency it asks for.</summary>
/// <remarks>Thread-safe. Only a token of a revision that is not there yet makes it wait, for at most <see cref="StorageOptions.FreshnessPatience"/>.</remarks>
public sealed class SnapshotPins : IDisposable
{
    private readonly TenantLog _log;
    private readonly SnapshotHistory _history;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly QuantizedHead _quantum;

    internal SnapshotPins(TenantLog log, SnapshotHistory history, StorageOptions options, TimeProvider time, int tenth)
    {
        _log = log;
        _history = history;
        _options = options;
        _time = time;
        _quantum = new(log, time, options.StalenessQuantum, tenth);
    }

    /// <summary>Pins a state; holding it is the pin.</summary>
    /// <param name="consistency">What the request asks for.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The state; or a refusal: <see cref="RefusalCode.OutOfRange"/> for a snapshot no longer held, <see cref="RefusalCode.Unavailable"/> for one
    /// not reached in time, <see cref="RefusalCode.InvalidArgument"/> for an exact snapshot of another tenant.</returns>
    /// <exception cref="StorageException">The tenant was closed while waiting.</exception>
    public ValueTask<Outcome<TenantState>> PinAsync(Consistency consistency, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consistency);
        switch (consistency.Kind)
        {
            case ConsistencyKind.MinimizeLatency: return new(_quantum.Current().State);
            case ConsistencyKind.BoundedStaleness: return new(Bounded(consistency.Staleness));
            case ConsistencyKind.FullyConsistent: return new(_log.Published);
            case ConsistencyKind.AtLeastAsFresh: return PinFreshAsync(consistency.Token!, cancellationToken);
            default: return PinExactAsync(consistency.Token!, cancellationToken);
        }
    }

    /// <summary>Finds the state of a revision if it is held.</summary>
    /// <param name="epoch">The log epoch in which the revision counts.</param>
    /// <param name="revision">The revision.</param>
    /// <returns>The state; or <see cref="RefusalCode.OutOfRange"/>, naming the earliest held.</returns>
    public Outcome<TenantState> Held(LogEpoch epoch, Revision revision)
    {
        var head = _log.Published;
        if (head.Epoch == epoch && head.Revision == revision) return head;
        if (_history.TryGet(revision, out var state, out var earliest) && state!.Epoch == epoch) return state;
        return new Refusal(RefusalCode.OutOfRange, head.Epoch == epoch
            ? $"the snapshot of revision {revision} is no longer held; the earliest held is {earliest}, the newest is {head.Revision}; ask for a newer one"
            : $"the snapshot of revision {revision} is of an earlier log of this tenant, or of another store; the earliest held is {earliest}; ask again without it");
    }

    /// <summary>Lets go of what is pinned for everybody.</summary>
    public void Dispose() => _quantum.Dispose();

    private TenantState Bounded(TimeSpan staleness)
    {
        var (state, pinnedAt) = _quantum.Current();
        return _time.GetUtcNow() - pinnedAt < staleness ? state : _log.Published;
    }

    private ValueTask<Outcome<TenantState>> PinFreshAsync(ZedToken token, CancellationToken cancellationToken)
    {
        // A token that says nothing about this log cannot be satisfied better than by the newest state.
        if (!TryFind(token, out var revision)) return new(_log.Published);
        var quantum = _quantum.Current().State;
        if (revision <= quantum.Revision) return new(quantum);
        return revision <= _log.Published.Revision ? new(Reached(revision)) : WaitFreshAsync(revision, cancellationToken);
    }

    private async ValueTask<Outcome<TenantState>> WaitFreshAsync(Revision revision, CancellationToken cancellationToken) =>
        await WaitAsync(revision, cancellationToken).ConfigureAwait(false) ? Reached(revision) : NotReached(revision);

    // The revision itself is shared by all who have its token; when it is no longer held, the head contains it.
    private TenantState Reached(Revision revision) => _history.TryGet(revision, out var state, out _) ? state! : _log.Published;

    private async ValueTask<Outcome<TenantState>> PinExactAsync(ZedToken token, CancellationToken cancellationToken)
    {
        LogEpoch? epoch = null;
        Revision revision = default;
        foreach (var part in token.Parts)
        {
            if (part.Tenant == _log.Tenant) (epoch, revision) = (part.Epoch, part.Revision);
        }

        if (epoch is not { } known) return new Refusal(RefusalCode.InvalidArgument, $"the token `{token}` is of another tenant; an exact snapshot needs one of this tenant");
        var head = _log.Published;
        if (known != head.Epoch || revision <= head.Revision) return Held(known, revision);
        return await WaitAsync(revision, cancellationToken).ConfigureAwait(false) ? Held(known, revision) : NotReached(revision);
    }

    private bool TryFind(ZedToken token, out Revision revision)
    {
        var epoch = _log.Published.Epoch;
        foreach (var part in token.Parts)
        {
            if (part.Tenant != _log.Tenant || part.Epoch != epoch) continue;
            revision = part.Revision;
            return true;
        }

        revision = default;
        return false;
    }

    private async Task<bool> WaitAsync(Revision revision, CancellationToken cancellationToken)
    {
        var begin = _time.GetTimestamp();
        while (true)
        {
            // Taken before the head is read: a commit in between completes it.
            var next = _log.Feed.NextPublish;
            if (revision <= _log.Published.Revision) return true;
            var left = _options.FreshnessPatience - _time.GetElapsedTime(begin);
            if (left <= TimeSpan.Zero) return false;
            try
            {
                await next.WaitAsync(left, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return revision <= _log.Published.Revision;
            }
        }
    }

    private Refusal NotReached(Revision revision) =>
        new(RefusalCode.Unavailable, $"revision {revision} has not been reached; the newest is {_log.Published.Revision}; try again in a moment");
}
