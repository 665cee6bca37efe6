namespace Panthera.Storage.Log;

/// <summary>Holds the newest superseded states of one tenant, so that an exact snapshot can be asked for.</summary>
/// <remarks>Bounded by count, by what changed since, by the native memory that was replaced since, and by age, whichever ends first; the age counts from the moment at which a state was superseded, since until then
/// anybody may have been given its revision. A timer lets go of what has aged though nobody writes. Guarded by its own lock; written by the tenant's writer.</remarks>
internal sealed class SnapshotHistory : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Superseded> _superseded = new();
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _release;
    private TenantState? _newest;
    private long _records;
    private long _bytes;

    internal SnapshotHistory(StorageOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _release = time.CreateTimer(static history => ((SnapshotHistory)history!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes over a state that was published, superseding the one before.</summary>
    /// <param name="state">The state.</param>
    /// <param name="records">How many records lie between the two: what holding the older one costs grows with them.</param>
    internal void Add(TenantState state, int records)
    {
        lock (_lock)
        {
            if (_newest is not null)
            {
                var bytes = state.ReplacedBytesSince(_newest);
                _superseded.Enqueue(new(_time.GetUtcNow(), _newest, records, bytes));
                _records += records;
                _bytes += bytes;
            }

            _newest = state;
            var wasEmpty = _superseded.Count == 1;
            Trim_NeedsLock();
            if (wasEmpty) Schedule_NeedsLock();
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            _superseded.Clear();
            _newest = null;
            (_records, _bytes) = (0, 0);
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
            foreach (var held in _superseded)
            {
                if (held.State.Revision == revision) state = held.State;
            }

            return state is not null;
        }
    }

    public void Dispose()
    {
        _release.Dispose();
        Clear();
    }

    private void Release()
    {
        lock (_lock)
        {
            Trim_NeedsLock();
            Schedule_NeedsLock();
        }
    }

    private void Schedule_NeedsLock()
    {
        if (!_superseded.TryPeek(out var oldest)) return;
        var age = oldest.At + _options.SnapshotAge - _time.GetUtcNow();
        _release.Change((age < TimeSpan.Zero ? TimeSpan.Zero : age) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void Trim_NeedsLock()
    {
        var oldest = _time.GetUtcNow() - _options.SnapshotAge;
        while (_superseded.TryPeek(out var first) && (_superseded.Count > _options.HeldSnapshots || _records > _options.HeldSnapshotRecords || _bytes > _options.HeldSnapshotBytes || first.At < oldest))
        {
            _superseded.Dequeue();
            _records -= first.Records;
            _bytes -= first.Bytes;
        }
    }

    private readonly record struct Superseded(DateTimeOffset At, TenantState State, int Records, long Bytes);
}
