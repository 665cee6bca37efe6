using System.Collections.Concurrent;
using Panthera.Storage.Checkpoints;
using Panthera.Storage.Engines;

namespace Panthera.Storage.Log;

/// <summary>All tenant logs of one process over one engine, and the group commit that they share.</summary>
/// <remarks>Thread-safe. It owns the engine, and closes it after every log has drained.</remarks>
public sealed class TenantLogs : IAsyncDisposable
{
    private readonly IStorageEngine _engine;
    private readonly IReadOnlyList<IRoom> _rooms;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly CheckpointFiles _checkpoints;
    private readonly GroupCommit _groupCommit;
    private readonly ConcurrentDictionary<TenantId, Lazy<Task<TenantLog>>> _open = new();

    // Numbers are never reused, so a dropped tenant stays dropped; a few bytes each until the process ends.
    private readonly ConcurrentDictionary<TenantId, bool> _dropped = new();
    private readonly CancellationTokenSource _hurry;
    private int _closing;
    private int _disposed;

    /// <summary>Opens the logs of an engine.</summary>
    /// <param name="engine">The engine, owned from now on.</param>
    /// <param name="rooms">Every room whose records may be stored.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    public TenantLogs(IStorageEngine engine, IReadOnlyList<IRoom> rooms, StorageOptions options, TimeProvider time)
    {
        _engine = engine;
        _rooms = rooms;
        _options = options;
        _time = time;
        _checkpoints = new(options.CheckpointDirectory);
        _hurry = new(Timeout.InfiniteTimeSpan, time);
        _groupCommit = new(engine);
    }

    /// <summary>The engine, for statistics and checks.</summary>
    public IStorageEngine Engine => _engine;

    /// <summary>Synced writes so far; far below the number of commits when callers write in parallel.</summary>
    public long SyncCount => _groupCommit.SyncCount;

    /// <summary>How far the loads of tenants have come.</summary>
    public LoadProgress Loads { get; } = new();

    /// <summary>Images written, failed, opened and refused so far, by stable, dotted names.</summary>
    public void AddCheckpointStatistics(Dictionary<string, long> statistics) => _checkpoints.AddStatistics(statistics);

    internal int WaitingBatches => _groupCommit.WaitingBatches;

    /// <summary>The log of a tenant, loaded on first use. Whether the tenant exists is the caller's knowledge.</summary>
    /// <exception cref="StorageException">Its records could not be read; nothing of it is answered then. <see cref="StorageErrorCode.Closed"/>: it was dropped.</exception>
    public Task<TenantLog> OpenAsync(TenantId tenant)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var opening = _open.GetOrAdd(tenant, static (id, logs) => new(() => logs.LoadAsync(id)), this);

        // Looked at after the entry is in: a drop marks first and removes entries then, so that one of the two sees the other.
        if (!_dropped.ContainsKey(tenant)) return opening.Value;
        _open.TryRemove(tenant, out _);
        return Task.FromException<TenantLog>(new StorageException(StorageErrorCode.Closed, $"tenant {tenant} was dropped"));
    }

    /// <summary>Closes a tenant's log after what it accepted, and forgets its state; nothing if it is not open.</summary>
    /// <remarks>Nobody may use the log any more, and nobody may open it before this is over: the caller sees to both.</remarks>
    public async Task CloseAsync(TenantId tenant)
    {
        if (!_open.TryGetValue(tenant, out var opening)) return;
        try
        {
            await (await opening.Value.ConfigureAwait(false)).CloseAsync(isEviction: Volatile.Read(ref _closing) == 0, _hurry.Token).ConfigureAwait(false);
        }
        finally
        {
            // A log that closed badly is closed all the same, and must not be given out again.
            _open.TryRemove(new(tenant, opening));
        }
    }

    /// <summary>Closes a tenant at once and removes everything stored of it in one commit.</summary>
    /// <remarks>After a failed append the tenant stays closed; dropping it again tries again.</remarks>
    /// <exception cref="ArgumentException">The system tenant cannot be dropped.</exception>
    /// <exception cref="StorageException">What is stored could not be removed.</exception>
    public async Task DropAsync(TenantId tenant)
    {
        if (tenant == TenantId.System) throw new ArgumentException("the system tenant cannot be dropped", nameof(tenant));
        _dropped[tenant] = true;
        if (_open.TryRemove(tenant, out var opening))
        {
            try
            {
                await (await opening.Value.ConfigureAwait(false)).AbandonAsync().ConfigureAwait(false);
            }
            catch (Exception) when (opening.Value.IsFaulted)
            {
                // A tenant that cannot be loaded can still be dropped.
            }
        }

        var batch = new EngineBatch();
        foreach (var keyspace in (ReadOnlySpan<Keyspace>)[Keyspace.State, Keyspace.Log, Keyspace.Contents])
            batch.DeleteRange(keyspace, EngineKeys.Tenant(tenant), EngineKeys.TenantEnd(tenant));
        await _groupCommit.AppendAsync(batch).ConfigureAwait(false);
        _checkpoints.Drop(tenant);
    }

    /// <summary>Says that the store is about to close: images that are being written get a short time yet, and no more are begun.</summary>
    public void BeginClosing()
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0) _hurry.CancelAfter(_options.CheckpointPatience);
    }

    /// <summary>Lets every log finish what it accepted, then closes the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        BeginClosing();
        foreach (var opening in _open.Values)
        {
            try
            {
                await (await opening.Value.ConfigureAwait(false)).CloseAsync(isEviction: false, _hurry.Token).ConfigureAwait(false);
            }
            catch (Exception) when (opening.Value.IsFaulted)
            {
                // It never opened: there is nothing to drain.
            }
        }

        _groupCommit.Dispose();
        _engine.Dispose();
        _hurry.Dispose();
    }

    private async Task<TenantLog> LoadAsync(TenantId tenant)
    {
        try
        {
            return await TenantLog.OpenAsync(tenant, _engine, _rooms, _groupCommit, _checkpoints, _options, _time, Loads).ConfigureAwait(false);
        }
        catch
        {
            _open.TryRemove(tenant, out _);
            throw;
        }
    }
}
