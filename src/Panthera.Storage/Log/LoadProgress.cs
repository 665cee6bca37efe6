using System.Collections.Concurrent;

namespace Panthera.Storage.Log;

/// <summary>How far the loads of tenants have come, for whoever waits for one.</summary>
/// <remarks>Thread-safe. A tenant that is opened from an image reads few records; one that is read from its records reads all of them, and answers afterwards.</remarks>
public sealed class LoadProgress
{
    private readonly ConcurrentDictionary<TenantId, Load> _running = new();
    private long _ended;

    /// <summary>Tenants that are being loaded now.</summary>
    public int Running => _running.Count;

    /// <summary>Records and commits that all loads have read so far, those under way included.</summary>
    public long Records
    {
        get
        {
            var records = Interlocked.Read(ref _ended);
            foreach (var (_, load) in _running) records += load.Records;
            return records;
        }
    }

    /// <summary>Says how many records the load of a tenant has read so far.</summary>
    /// <returns>False if it is not being loaded.</returns>
    public bool TryGet(TenantId tenant, out long records)
    {
        var isRunning = _running.TryGetValue(tenant, out var load);
        records = load?.Records ?? 0;
        return isRunning;
    }

    /// <summary>Begins to count a load; it ends when it is disposed.</summary>
    internal Load Begin(TenantId tenant) => new(this, tenant);

    /// <summary>One load under way. Counted by its own thread alone.</summary>
    internal sealed class Load : IDisposable
    {
        private readonly LoadProgress _progress;
        private readonly TenantId _tenant;
        private long _records;

        internal Load(LoadProgress progress, TenantId tenant)
        {
            _progress = progress;
            _tenant = tenant;
            progress._running[tenant] = this;
        }

        internal long Records => Volatile.Read(ref _records);

        internal void Add() => Volatile.Write(ref _records, _records + 1);

        public void Dispose()
        {
            if (_progress._running.TryRemove(new(_tenant, this))) Interlocked.Add(ref _progress._ended, _records);
        }
    }
}
