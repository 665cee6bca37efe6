using Panthera.Storage.Disk;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Storage.Checkpoints;

/// <summary>Writes images of one tenant behind its reads and writes, when enough has changed since the last one.</summary>
/// <remarks>
/// <para>At most one write is under way, owned by this object and awaited when it is closed. It reads a pinned state, takes one buffer of memory, and never
/// touches the tenant's writer. A failure is counted, and the image before stays.</para>
/// <para>What was counted is guarded by _lock; <see cref="Add"/> is called by the tenant's writer, <see cref="CloseAsync"/> once that has ended.</para>
/// </remarks>
internal sealed class TenantCheckpoints : IDisposable
{
    // An image is due when an eighth of the records has changed: so that what is replayed is little beside what the image spares, and what is
    // written beside what changed.
    private const int CheckpointShift = 3;

    // When a tenant leaves memory, whoever asks for it next waits for what is replayed, whatever its size: an eighth of the least that has an image takes some ten milliseconds.
    private const int EvictionShift = 3;

    private readonly IStorageEngine _engine;
    private readonly CheckpointFiles _files;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly TenantLog _log;
    private readonly ICheckpointedRoom? _room;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task _writing = Task.CompletedTask;
    private Revision _imageRevision;
    private long _recordsSince;
    private long _notBefore;
    private bool _isWriting;
    private int _isClosed;
    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue;

    internal TenantCheckpoints(TenantLog log, IStorageEngine engine, IReadOnlyList<IRoom> rooms, CheckpointFiles files, StorageOptions options, TimeProvider time, LoadedPartition loaded)
    {
        _log = log;
        _time = time;
        _engine = engine;
        _files = files;
        _options = options;
        _imageRevision = loaded.ImageRevision;
        _recordsSince = loaded.RecordsSince;
        if (!files.IsEnabled) return;
        foreach (var room in rooms) _room ??= room as ICheckpointedRoom;
    }

    /// <summary>The write under way, if there is one.</summary>
    internal Task Writing
    {
        get
        {
            lock (_lock) return _writing;
        }
    }

    /// <summary>Counts what was published, and begins to write an image when one is due.</summary>
    internal void Add(TenantState state, IReadOnlyList<Commit> commits)
    {
        if (_room is null) return;
        long records = 0;
        foreach (var commit in commits)
        {
            foreach (var record in commit.Records)
            {
                if (_room.Owns(record.Kind)) records++;
            }
        }

        lock (_lock)
        {
            _recordsSince += records;
            if (_isWriting || _stop.IsCancellationRequested || !IsDue_NeedsLock(state)) return;
            _isWriting = true;
            _writing = Task.Run(WriteWhileDueAsync);
        }
    }

    /// <summary>Ends the write under way.</summary>
    /// <param name="isEviction">Whether the tenant only leaves memory: then it is given the time, and another image is written if much has changed.</param>
    /// <param name="hurry">When to give up finishing what is under way.</param>
    internal async Task CloseAsync(bool isEviction, CancellationToken hurry)
    {
        if (_room is null || Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        using var cancel = hurry.Register(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        await Writing.ConfigureAwait(false);
        bool isDue;
        lock (_lock) isDue = isEviction && IsDueToLeave_NeedsLock(_log.Published);
        if (isDue) await WriteAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    private bool IsDueToLeave_NeedsLock(TenantState state) =>
        _recordsSince >= Math.Max(_notBefore, _options.CheckpointRecords >> EvictionShift) && IsLarge(state, out _);

    private bool IsLarge(TenantState state, out long records)
    {
        records = state.Revision == Revision.Zero ? 0 : _room!.CountRecords(state.Of(_room));
        return records > 0 && records >= _options.CheckpointRecords;
    }

    private bool IsDue_NeedsLock(TenantState state)
    {
        if (_recordsSince < _notBefore || !IsLarge(state, out var records)) return false;
        var isMuch = _recordsSince >= Math.Max(_options.CheckpointRecords, records >> CheckpointShift);
        if (isMuch && (_recordsSince >= records >> 1 || _time.GetUtcNow() - _writtenAt >= _options.CheckpointInterval)) return true;

        // Behind what the log keeps, an image is worth nothing.
        return _imageRevision != Revision.Zero && state.Revision.Value - _imageRevision.Value >= _options.KeptCommits / 2;
    }

    /// <summary>Writes until no image is due, since commits go on meanwhile.</summary>
    private async Task WriteWhileDueAsync()
    {
        do
        {
            await WriteAsync().ConfigureAwait(false);
        }
        while (GoesOn());

        bool GoesOn()
        {
            lock (_lock) return _isWriting = !_stop.IsCancellationRequested && IsDue_NeedsLock(_log.Published);
        }
    }

    private async Task WriteAsync()
    {
        long records = 0;
        try
        {
            await _files.Turn.WaitAsync(_stop.Token).ConfigureAwait(false);
            try
            {
                // The records were counted before the state is taken: it may have more, never fewer.
                lock (_lock) records = _recordsSince;
                var state = _log.Published;
                Write(state);
                lock (_lock) (_imageRevision, _recordsSince, _notBefore, _writtenAt) = (state.Revision, _recordsSince - records, 0, _time.GetUtcNow());
            }
            finally
            {
                _files.Turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The tenant is closing.
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception) || exception is StorageException)
        {
            // A full disk, or damage: neither is the tenant's writer's to suffer. Tried again when as much again has changed.
            _files.CountFailure();
            lock (_lock) _notBefore = _recordsSince + Math.Max(_options.CheckpointRecords, _recordsSince / 2);
        }
    }

    /// <summary>Reads the newest image through, if there is one.</summary>
    /// <exception cref="StorageException">It is damaged, or cannot be read.</exception>
    internal void Verify(CancellationToken cancellationToken)
    {
        if (_room is null) return;
        using var file = _files.TryOpen(_log.Tenant, _room.Name, out var path);
        if (file is null) return;
        try
        {
            _room.VerifyImage(file, path, cancellationToken);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw DiskFault.ToStorageException(exception, $"checkpoint `{path}` could not be read");
        }
    }

    private void Write(TenantState state)
    {
        var commit = new ExactBuffer();
        if (!_engine.TryGet(Keyspace.Log, EngineKeys.Log(state.Tenant, state.Revision), commit))
            throw new StorageException(StorageErrorCode.TooOld, $"commit {state.Revision} of tenant {state.Tenant} has left the log already");
        var stamp = new CheckpointStamp(state.Tenant, state.Epoch, state.Revision, CheckpointLoader.HashOf(commit.Written.Span));
        _files.Write(state.Tenant, _room!.Name, file => _room.WriteImage(state.Of(_room), stamp, file, _stop.Token));
    }
}
