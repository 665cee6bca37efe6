using System.Buffers;
using Panthera.Storage.Disk;
using Panthera.Storage.Engines;
using RocksDbSharp;

namespace Panthera.Storage.RocksDb;

/// <summary>The embedded engine: RocksDB in a directory of its own, held by one process.</summary>
/// <remarks>
/// <para>Thread-safe. Guarded by a readers-writer gate: using the database takes the read side, closing or replacing it the write side.
/// INVARIANT (no-freed-memory): nothing native is touched without the gate, and what a caller is handed is a copy.</para>
/// <para>After a failed write every further write is refused until <see cref="Recover"/> has reopened the database; reads go on. Walks begun before
/// a recovery fail as unavailable, walks and reads after <see cref="Dispose"/> as closed.</para>
/// </remarks>
public sealed class RocksDbEngine : IStorageEngine
{
    private readonly ReaderWriterLockSlim _gate = new(LockRecursionPolicy.NoRecursion);
    private readonly Lock _writing = new();
    private readonly DataDirectory _directory;
    private readonly DurabilityMark _mark;
    private readonly RocksDbTuning _tuning;
    private RocksDbDatabase? _database;
    private StorageException? _failure;
    private bool _disposed;

    private RocksDbEngine(DataDirectory directory, DurabilityMark mark, RocksDbTuning tuning, RocksDbDatabase database)
    {
        _directory = directory;
        _mark = mark;
        _tuning = tuning;
        _database = database;
    }

    /// <inheritdoc/>
    public string Name => "rocksdb";

    /// <summary>The data directory, as a full path. Other rooms may keep files beside the database, in directories of their own.</summary>
    public string DataPath => _directory.FullPath;

    /// <summary>Opens a data directory, and creates it if it is missing or empty.</summary>
    /// <param name="directory">The directory; it is locked until the engine is disposed.</param>
    /// <param name="options">The bounds.</param>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Locked"/>: somebody has it open;
    /// <see cref="StorageErrorCode.UnknownFormat"/>: it holds something else, or a format of another version;
    /// <see cref="StorageErrorCode.Corrupt"/>: it is damaged, or lost the end of its log; <see cref="StorageErrorCode.Unavailable"/> or
    /// <see cref="StorageErrorCode.DiskFull"/>: it cannot be written.</exception>
    public static RocksDbEngine Open(string directory, RocksDbEngineOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(options);
        var data = DataDirectory.Open(directory);
        DurabilityMark? mark = null;
        try
        {
            mark = new DurabilityMark(data.FullPath);
            var tuning = new RocksDbTuning(options);
            var engine = new RocksDbEngine(data, mark, tuning, RocksDbOpening.Open(data, mark, tuning));
            data.TakeReserve();
            return engine;
        }
        catch (Exception exception)
        {
            mark?.Dispose();
            data.Dispose();
            if (exception is RocksDbException fault) throw RocksDbFault.ToStorageException(fault, data.FullPath);
            if (DiskFault.IsDiskFault(exception)) throw DiskFault.ToStorageException(exception, $"data directory `{data.FullPath}` cannot be opened");
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(EngineBatch batch, bool sync)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_writing)
        {
            _gate.EnterReadLock();
            try
            {
                var database = Current();
                if (_failure is not null) throw Refused(_failure);
                database.Write(batch, sync);
                if (sync) _mark.Write(database.LatestSequence);
            }
            catch (RocksDbException fault)
            {
                _failure = RocksDbFault.ToStorageException(fault, DataPath);
                throw _failure;
            }
            finally
            {
                _gate.ExitReadLock();
            }
        }
    }

    /// <inheritdoc/>
    public bool TryGet(Keyspace keyspace, ReadOnlySpan<byte> key, IBufferWriter<byte> value)
    {
        _gate.EnterReadLock();
        try
        {
            return Current().TryGet(keyspace, key, value);
        }
        catch (RocksDbException fault)
        {
            throw RocksDbFault.ToStorageException(fault, DataPath);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public IEngineCursor Scan(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => Scan(keyspace, lower, upper, fillCache: true);

    /// <inheritdoc/>
    public void Recover()
    {
        lock (_writing)
        {
            if (_failure is null && !_disposed) return;
            _gate.EnterWriteLock();
            try
            {
                ObjectDisposed();
                // The torn end of the failed write may itself be what fills the disk: reopening drops it, with the reserve to work in. If even
                // that is not enough, the old opening goes on answering reads.
                _directory.ReleaseReserve();
                if (_database is not null) _directory.Probe();
                Reopen_NeedsGate();
                _directory.TakeReserve();
                _failure = null;
            }
            catch (Exception exception) when (exception is RocksDbException || DiskFault.IsDiskFault(exception))
            {
                throw exception is RocksDbException fault
                    ? RocksDbFault.ToStorageException(fault, DataPath)
                    : DiskFault.ToStorageException(exception, $"data directory `{DataPath}` cannot be recovered");
            }
            finally
            {
                _gate.ExitWriteLock();
            }
        }
    }

    /// <inheritdoc/>
    public void Verify(CancellationToken cancellationToken)
    {
        _gate.EnterReadLock();
        try
        {
            ObjectDisposed();
            cancellationToken.ThrowIfCancellationRequested();

            // Flushed first, so that what is checked is what the next start reads.
            var database = Current();
            if (database.IsWritable && _failure is null) database.Flush();
            database.VerifyChecksums();
        }
        catch (RocksDbException fault)
        {
            throw RocksDbFault.ToStorageException(fault, DataPath);
        }
        finally
        {
            _gate.ExitReadLock();
        }

        foreach (var keyspace in (ReadOnlySpan<Keyspace>)[Keyspace.State, Keyspace.Log, Keyspace.Contents]) VerifyWalk(keyspace, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Statistics()
    {
        _gate.EnterReadLock();
        try
        {
            return RocksDbStatistics.Of(Current(), _tuning, _directory);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>Waits for running calls, flushes, and lets go of the directory. Whatever is called later fails as closed.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            _gate.EnterWriteLock();
            try
            {
                if (_disposed) return;
                _disposed = true;
                FlushBeforeClosing();
                _database?.Dispose();
                _database = null;
                _mark.Dispose();
                _directory.Dispose();
            }
            finally
            {
                _gate.ExitWriteLock();
            }
        }
    }

    /// <summary>Steps a cursor of this engine, by as many records as it wants.</summary>
    /// <returns>False if the walk has ended; what was taken before is good.</returns>
    internal bool Step(RocksDbDatabase database, NativeWalk walk, RocksDbCursor cursor)
    {
        _gate.EnterReadLock();
        try
        {
            ObjectDisposed();
            if (!ReferenceEquals(database, _database))
                throw new StorageException(StorageErrorCode.Unavailable, $"data directory `{DataPath}` was reopened after a failed write during the walk; begin it again");
            while (cursor.WantsMore)
            {
                if (!walk.MoveNext()) return false;
                cursor.Take(walk.Key, walk.Value);
            }

            return true;
        }
        catch (RocksDbException fault)
        {
            throw RocksDbFault.ToStorageException(fault, DataPath);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>Frees what a cursor holds, unless closing its database has done so already.</summary>
    internal void End(RocksDbDatabase database, NativeWalk walk)
    {
        _gate.EnterReadLock();
        try
        {
            if (ReferenceEquals(database, _database)) database.EndWalk(walk);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private RocksDbCursor Scan(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, bool fillCache)
    {
        // A reversed range is an empty one; RocksDB has no opinion on it that could be relied on.
        if (lower.SequenceCompareTo(upper) > 0) lower = upper;
        _gate.EnterReadLock();
        try
        {
            var database = Current();
            return new(this, database, database.BeginWalk(keyspace, lower, upper, fillCache));
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private void VerifyWalk(Keyspace keyspace, CancellationToken cancellationToken)
    {
        // Reads every value, which reads and checks the blob files too; the cache is left to those who need it.
        ReadOnlySpan<byte> end = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        using var cursor = Scan(keyspace, [], end, fillCache: false);
        while (cursor.MoveNext()) cancellationToken.ThrowIfCancellationRequested();
    }

    private void Reopen_NeedsGate()
    {
        _database?.Dispose();
        _database = null;
        try
        {
            _database = RocksDbOpening.Open(_directory, _mark, _tuning);
        }
        catch
        {
            // Not writable yet; readable perhaps, so that contents can still be read meanwhile.
            try
            {
                _database = RocksDbDatabase.OpenReadOnly(_directory.DatabasePath, _tuning);
            }
            catch (RocksDbException)
            {
                // Neither: reads fail as well until a later recovery succeeds.
            }

            throw;
        }
    }

    private void FlushBeforeClosing()
    {
        try
        {
            if (_database is { IsWritable: true } && _failure is null) _database.Flush();
        }
        catch (RocksDbException)
        {
            // Everything acknowledged is in the synced log; the next start replays it.
        }
    }

    private RocksDbDatabase Current()
    {
        ObjectDisposed();
        return _database ?? throw Refused(_failure!);
    }

    private void ObjectDisposed()
    {
        if (_disposed) throw new StorageException(StorageErrorCode.Closed, $"data directory `{DataPath}` is closed");
    }

    private StorageException Refused(StorageException failure) =>
        new(failure.Code, $"data directory `{DataPath}` refuses writes since one failed: {failure.Message}", failure);
}
