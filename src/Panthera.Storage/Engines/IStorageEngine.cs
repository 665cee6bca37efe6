using System.Buffers;

namespace Panthera.Storage.Engines;

/// <summary>The durable, ordered store of bytes that tenant logs append to and partitions load from.</summary>
/// <remarks>
/// <para>Keys and values are bytes; keys are ordered bytewise, shorter first. Thread-safe: any number of readers beside one writer (the group
/// commit). An engine knows nothing of tenants, records or permissions.</para>
/// <para>Every failure is a <see cref="StorageException"/> with a code; an engine's own exception types never leave it.</para>
/// </remarks>
public interface IStorageEngine : IDisposable
{
    /// <summary>What it is, for people: `rocksdb`, `memory`.</summary>
    string Name { get; }

    /// <summary>Applies a batch atomically; with <paramref name="sync"/>, returns only once it survives power loss.</summary>
    /// <remarks>INVARIANT (no-half-batch): after a failure, a crash or a power loss, either every change of the batch is there or none is; and a
    /// batch that is there implies every batch acknowledged before it.</remarks>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.DiskFull"/>, <see cref="StorageErrorCode.Unavailable"/> or
    /// <see cref="StorageErrorCode.Corrupt"/>: the batch must be taken as not written; further writes are refused until <see cref="Recover"/>.</exception>
    void Write(EngineBatch batch, bool sync);

    /// <summary>Reads the value of a key.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Receives the value's bytes, asked for room of just their number.</param>
    /// <returns>Whether the key is there.</returns>
    bool TryGet(Keyspace keyspace, ReadOnlySpan<byte> key, IBufferWriter<byte> value);

    /// <summary>Walks the keys in [lower, upper) in order, as they were when the walk began.</summary>
    IEngineCursor Scan(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper);

    /// <summary>Makes the engine writable again after a failed write, when the cause is gone.</summary>
    /// <remarks>What the failed batch wrote is gone afterwards, or is there whole; the caller re-reads what it depends on. Does nothing when no
    /// write failed. May be called by several threads, beside readers.</remarks>
    /// <exception cref="StorageException">The cause persists.</exception>
    void Recover();

    /// <summary>Reads and checks everything stored, the way a disk check does.</summary>
    /// <param name="cancellationToken">Stops the walk.</param>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>, naming what is damaged.</exception>
    void Verify(CancellationToken cancellationToken);

    /// <summary>Sizes and counters by stable, dotted names (`disk.bytes`, `memtable.bytes`), for people and metrics.</summary>
    IReadOnlyDictionary<string, long> Statistics();
}
