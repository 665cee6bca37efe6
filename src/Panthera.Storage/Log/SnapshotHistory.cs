namespace Panthera.Storage.Log;

/// <summary>Holds the newest superseded states of one tenant, so that an exact snapshot can be asked for.</summary>
/// <remarks>Bounded by count and age, whichever ends first; the age counts from the moment at which a state was superseded, since until then
/// anybody may have been given its revision. Guarded by its own lock; written by the tenant's writer.</remarks>
internal sealed class SnapshotHistory(StorageOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset SupersededAt, TenantState State)> _superseded = new();
    private TenantState? _newest;

    internal void Add(TenantState state)
    {
        lock (_lock)
        {
            if (_newest is not null) _superseded.Enqueue((time.GetUtcNow(), _newest));
            _newest = state;
            Trim_NeedsLock();
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            _superseded.Clear();
            _newest = null;
        }
    }

    /// <summary>Finds the state of a revision.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="state">The state, if it is held.</param>
    /// <param name="earliest">The earliest revision held, for the error.</param>
    internal bool TryGet(Revision revision, out TenantState? state, out Revision earliest)
    {
        lock (_lock)
        {
            Trim_NeedsLock();
            earliest = _superseded.TryPeek(out var oldest) ? oldest.State.Revision : _newest?.Revision ?? Revision.Zero;
            state = _newest?.Revision == revision ? _newest : null;
            if (state is not null || revision < earliest) return state is not null;
            foreach (var (_, held) in _superseded)
            {
                if (held.Revision == revision) state = held;
            }

            return state is not null;
        }
    }

    private void Trim_NeedsLock()
    {
        var oldest = time.GetUtcNow() - options.SnapshotAge;
        while (_superseded.TryPeek(out var first) && (_superseded.Count > options.HeldSnapshots || first.SupersededAt < oldest)) _superseded.Dequeue();
    }
}
