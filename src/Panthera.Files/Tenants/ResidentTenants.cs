using System.Diagnostics.CodeAnalysis;
using Panthera.Storage;

namespace Panthera.Files.Tenants;

/// <summary>The tenants in memory: loaded on first use, evicted when their bytes exceed the budget and nobody uses them.</summary>
/// <remarks>
/// <para>INVARIANT (one-partition): a tenant has at most one open log. Whoever asks for one that is closing waits until it has closed, and loads it again.</para>
/// <para>INVARIANT (in-use-stays): a tenant with a lease is never evicted, so a budget that everything in use exceeds is exceeded, and said in the statistics.</para>
/// <para>Guarded by its own lock, under which nothing waits. One eviction runs at a time, owned by this object and awaited when it is disposed.</para>
/// </remarks>
internal sealed class ResidentTenants : IAsyncDisposable
{
    // Loads read the engine as fast as it gives; more at once only delay those that began.
    private static readonly int s_maxLoads = Math.Max(1, Environment.ProcessorCount / 2);

    // Below this, waiting for a collection that happens anyway costs less than asking for one.
    private const long MinFreedBytes = 64 << 20;

    private readonly Func<TenantRecord, Task<Tenant>> _load;
    private readonly Func<Tenant, Task> _close;
    private readonly long _budgetBytes;
    private readonly long _shareBytes;
    private readonly SemaphoreSlim _loads = new(s_maxLoads);
    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, Residence> _residents = [];
    private Task _evicting = Task.CompletedTask;
    private long _uses;
    private long _freedBytes;
    private long _bytes;
    private long _loadCount;
    private long _evictionCount;
    private long _failedEvictionCount;
    private bool _isDisposed;

    /// <summary>Makes an empty table.</summary>
    /// <param name="load">Opens a tenant.</param>
    /// <param name="close">Closes one, letting it finish what it accepted.</param>
    /// <param name="budgetBytes">What all tenants in memory may take before some are evicted.</param>
    /// <param name="tenantShare">The part of the budget past which a tenant is evicted before smaller ones used longer ago.</param>
    internal ResidentTenants(Func<TenantRecord, Task<Tenant>> load, Func<Tenant, Task> close, long budgetBytes, double tenantShare)
    {
        _load = load;
        _close = close;
        _budgetBytes = budgetBytes;
        _shareBytes = (long)(budgetBytes * tenantShare);
    }

    internal ResidencyStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                foreach (var residence in _residents.Values) Measure_NeedsLock(residence);
                return new(_residents.Count, _bytes, _budgetBytes, _loadCount, _evictionCount) { FailedEvictions = _failedEvictionCount };
            }
        }
    }

    /// <summary>Opens a tenant if need be, and keeps it in memory until the residence is returned.</summary>
    /// <exception cref="StorageException">It cannot be read, or the store is closed.</exception>
    internal async ValueTask<Residence> RentAsync(TenantRecord record)
    {
        while (true)
        {
            var residence = Rent(record, out var closing);
            if (residence is null)
            {
                await closing!.ConfigureAwait(false);
                continue;
            }

            if (residence.Opening.Value.IsCompletedSuccessfully) return residence;
            try
            {
                await residence.Opening.Value.ConfigureAwait(false);
                return residence;
            }
            catch
            {
                // A failure is not kept: the next caller tries again.
                Forget(record.Info.Id, residence);
                throw;
            }
        }
    }

    /// <summary>Ends one use of a tenant.</summary>
    internal void Return(Residence residence)
    {
        lock (_lock)
        {
            residence.Leases--;
            if (residence.IsGone) return;
            Measure_NeedsLock(residence);
            if (_bytes > _budgetBytes && _evicting.IsCompleted && !_isDisposed) _evicting = Task.Run(EvictAsync);
        }
    }

    /// <summary>Forgets a tenant that is being dropped; whoever still uses it is refused by its log.</summary>
    internal async Task<Tenant?> RemoveAsync(TenantId id)
    {
        if (!TryRemove(id, out var residence)) return null;
        if (residence.Closing is { } closing)
        {
            await closing.Task.ConfigureAwait(false);
            return null;
        }

        try
        {
            return await residence.Opening.Value.ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // It never opened.
            return null;
        }
    }

    /// <summary>Has the collector find the trees of tenants that have left memory, behind everything else: it does not see how large they are.</summary>
    /// <remarks>Their memory goes back to the system chunk by chunk, on the finalizer's thread, once nobody reads it.</remarks>
    internal void ReleaseMemory()
    {
        lock (_lock)
        {
            if (_freedBytes < MinFreedBytes) return;
            _freedBytes = 0;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    /// <summary>Waits for the eviction under way, if there is one.</summary>
    internal Task SettleAsync()
    {
        lock (_lock)
        {
            return _evicting;
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Residence> open;
        Task evicting;
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            evicting = _evicting;
        }

        await evicting.ConfigureAwait(false);
        lock (_lock)
        {
            open = [.. _residents.Values];
            _residents.Clear();
        }

        foreach (var residence in open) await CloseAsync(residence).ConfigureAwait(false);
    }

    private Residence? Rent(TenantRecord record, out Task? closing)
    {
        lock (_lock)
        {
            if (_isDisposed) throw new StorageException(StorageErrorCode.Closed, "the store is closed");
            if (!_residents.TryGetValue(record.Info.Id, out var residence))
            {
                residence = new(() => LoadAsync(record));
                _residents.Add(record.Info.Id, residence);
            }

            closing = residence.Closing?.Task;
            if (closing is not null) return null;
            residence.Leases++;
            residence.LastUse = ++_uses;
            return residence;
        }
    }

    private async Task<Tenant> LoadAsync(TenantRecord record)
    {
        await _loads.WaitAsync().ConfigureAwait(false);
        try
        {
            var tenant = await _load(record).ConfigureAwait(false);
            lock (_lock)
            {
                _loadCount++;
            }

            return tenant;
        }
        finally
        {
            _loads.Release();
        }
    }

    private void Forget(TenantId id, Residence residence)
    {
        lock (_lock)
        {
            residence.Leases--;
            if (_residents.TryGetValue(id, out var current) && ReferenceEquals(current, residence)) Remove_NeedsLock(id, residence);
        }
    }

    private bool TryRemove(TenantId id, [NotNullWhen(true)] out Residence? residence)
    {
        lock (_lock)
        {
            if (!_residents.TryGetValue(id, out residence)) return false;
            Remove_NeedsLock(id, residence);
            return true;
        }
    }

    private void Remove_NeedsLock(TenantId id, Residence residence)
    {
        _residents.Remove(id);
        _bytes -= residence.Bytes;
        _freedBytes += residence.Bytes;
        residence.Bytes = 0;
        residence.IsGone = true;
    }

    private void Measure_NeedsLock(Residence residence)
    {
        if (!residence.IsOpen) return;
        var bytes = residence.Opening.Value.Result.ResidentBytes;
        _bytes += bytes - residence.Bytes;
        residence.Bytes = bytes;
    }

    private async Task EvictAsync()
    {
        foreach (var (id, residence) in Candidates())
        {
            if (!TryBeginClosing(residence)) continue;
            try
            {
                await CloseAsync(residence).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // A defect, since what a disk does to a closing tenant is not one. The others must not stay in memory for it, nor the store unclosed.
                lock (_lock) _failedEvictionCount++;
            }
            finally
            {
                // However it ended: whoever waits for the closing must not wait for ever.
                lock (_lock)
                {
                    _evictionCount++;
                    if (!residence.IsGone) Remove_NeedsLock(id, residence);
                }

                residence.Closing!.SetResult();
            }
        }

        ReleaseMemory();
    }

    /// <summary>What may be evicted: first those past their share, so that one large tenant does not push out many small ones; the least recently used first in each.</summary>
    private List<KeyValuePair<TenantId, Residence>> Candidates()
    {
        lock (_lock)
        {
            return [.. _residents.Where(pair => pair.Value.IsEvictable).OrderBy(pair => pair.Value.Bytes <= _shareBytes).ThenBy(pair => pair.Value.LastUse)];
        }
    }

    private bool TryBeginClosing(Residence residence)
    {
        lock (_lock)
        {
            // Looked at again: since the list was made it may have been taken into use, or dropped, or room may have been made.
            if (_bytes <= _budgetBytes || residence.IsGone || !residence.IsEvictable) return false;
            residence.Closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    private async Task CloseAsync(Residence residence)
    {
        try
        {
            await _close(await residence.Opening.Value.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // It never opened, or what it still had to write could not be written: that was reported to those who wrote it.
        }
    }

    /// <summary>One tenant's place in memory. Its fields are guarded by the table's lock.</summary>
    internal sealed class Residence(Func<Task<Tenant>> load)
    {
        internal Lazy<Task<Tenant>> Opening { get; } = new(load);

        internal int Leases { get; set; }

        internal long LastUse { get; set; }

        internal long Bytes { get; set; }

        /// <summary>Set once it is being evicted, and completed when its log is closed.</summary>
        internal TaskCompletionSource? Closing { get; set; }

        internal bool IsGone { get; set; }

        internal bool IsOpen => Opening.IsValueCreated && Opening.Value.IsCompletedSuccessfully;

        internal bool IsEvictable => Leases == 0 && Closing is null && IsOpen;
    }
}
