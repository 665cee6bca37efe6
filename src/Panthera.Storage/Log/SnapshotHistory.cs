namespace Panthera.Storage.Log;

/// <summary>Holds the newest superseded states of one tenant, so that an exact snapshot can be asked for.</summary>
/// <remarks>Bounded by count and age, whichever ends first. Guarded by its own lock; written by the tenant's writer.</remarks>
internal sealed class SnapshotHistory(StorageOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset PublishedAt, TenantState State)> _held = new();

    internal void Add(TenantState state)
    {
        lock (_lock)
        {
            _held.Enqueue((time.GetUtcNow(), state));
            Trim_NeedsLock();
        }
    }

    internal void Clear()
    {
        lock (_lock) _held.Clear();
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
            state = null;
            earliest = _held.Count == 0 ? Revision.Zero : _held.Peek().State.Revision;
            if (_held.Count == 0 || revision < earliest) return false;

            // Every commit was added, in order: revisions are consecutive.
            foreach (var (_, held) in _held)
            {
                if (held.Revision == revision) state = held;
            }

            return state is not null;
        }
    }

    private void Trim_NeedsLock()
    {
        var oldest = time.GetUtcNow() - options.SnapshotAge;
        while (_held.Count > 1 && (_held.Count > options.HeldSnapshots || _held.Peek().PublishedAt < oldest)) _held.Dequeue();
    }
}
