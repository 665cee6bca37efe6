using System.Buffers;
using Panthera.Storage.Engines;

namespace Panthera.Storage.Tests.Toy;

/// <summary>An engine whose writes fail, or wait, when they are told to; it insists on being recovered after a failure.</summary>
internal sealed class FaultyEngine(IStorageEngine inner) : IStorageEngine
{
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly ManualResetEventSlim _arrived = new();
    private int _writes;
    private bool _needsRecovery;
    private EngineBatch? _late;

    public string Name => inner.Name;

    /// <summary>The number of the write that fails, from 1; 0 for none.</summary>
    internal int FailAt { get; set; }

    /// <summary>Has a coming write fail: 1 for the next one.</summary>
    internal void FailNext(int write) => FailAt = _writes + write;

    /// <summary>Whether every write and recovery fails.</summary>
    internal bool FailAlways { get; set; }

    /// <summary>Whether a failing write was in truth written.</summary>
    internal bool WriteAnyway { get; set; }

    /// <summary>Whether a failing write shows only once the engine is recovered, as what reached a log that could not be synced does.</summary>
    internal bool WriteOnRecovery { get; set; }

    /// <summary>Holds the next write back until <see cref="Release"/>.</summary>
    internal void Hold()
    {
        _arrived.Reset();
        _open.Reset();
    }

    internal void Release() => _open.Set();

    internal void WaitForWrite() => Assert.True(_arrived.Wait(TimeSpan.FromSeconds(30)), "no write came");

    public void Write(EngineBatch batch, bool sync)
    {
        _arrived.Set();
        _open.Wait();
        Assert.False(_needsRecovery, "a write after a failed one, without a recovery");
        if (!FailAlways && ++_writes != FailAt)
        {
            inner.Write(batch, sync);
            return;
        }

        if (WriteAnyway) inner.Write(batch, sync);
        if (WriteOnRecovery) (_late ??= new()).Append(batch);
        _needsRecovery = true;
        throw Fault();
    }

    public void Recover()
    {
        if (FailAlways) throw Fault();
        _needsRecovery = false;
        inner.Recover();
        if (_late is not null) inner.Write(_late, sync: true);
        _late = null;
    }

    public bool TryGet(Keyspace keyspace, ReadOnlySpan<byte> key, IBufferWriter<byte> value) => inner.TryGet(keyspace, key, value);

    public IEngineCursor Scan(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => inner.Scan(keyspace, lower, upper);

    public void Verify(CancellationToken cancellationToken) => inner.Verify(cancellationToken);

    public IReadOnlyDictionary<string, long> Statistics() => inner.Statistics();

    /// <summary>The same disk as another process finds it.</summary>
    internal FaultyEngine Restarted()
    {
        _needsRecovery = false;
        FailAt = 0;
        return this;
    }

    /// <summary>Leaves the inner engine open: it is the disk that outlives the process.</summary>
    public void Dispose()
    {
    }

    private static StorageException Fault() => new(StorageErrorCode.DiskFull, "the disk is full, says the test");
}
