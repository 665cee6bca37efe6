using System.Buffers;
using Panthera.Storage.Collections;

namespace Panthera.Storage.Engines;

/// <summary>An engine that keeps everything in memory and nothing after it: for tests, and for tenants made to be thrown away.</summary>
/// <remarks>It is the oracle of the engine conformance suite. Writers take a lock; readers read the newest immutable version.</remarks>
public sealed class MemoryEngine : IStorageEngine
{
    private readonly Lock _lock = new();
    private Spaces _spaces = new(default, default, default);
    private volatile bool _disposed;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public void Write(EngineBatch batch, bool sync)
    {
        lock (_lock)
        {
            ThrowIfDisposed();
            var edit = new EditToken();
            var spaces = _spaces;
            foreach (var change in batch.Changes)
                spaces = spaces.With(change.Keyspace, Apply(spaces.Of(change.Keyspace), change, edit));
            Volatile.Write(ref _spaces, spaces);
        }
    }

    /// <inheritdoc/>
    public bool TryGet(Keyspace keyspace, ReadOnlySpan<byte> key, IBufferWriter<byte> value)
    {
        ThrowIfDisposed();
        if (!Volatile.Read(ref _spaces).Of(keyspace).TryGetValue(key.ToArray(), out var bytes)) return false;
        bytes.CopyTo(value.GetSpan(bytes.Length));
        value.Advance(bytes.Length);
        return true;
    }

    /// <inheritdoc/>
    public IEngineCursor Scan(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        ThrowIfDisposed();
        return new Cursor(this, Volatile.Read(ref _spaces).Of(keyspace).From(lower.ToArray()), upper.ToArray());
    }

    /// <inheritdoc/>
    public void Recover() => ThrowIfDisposed();

    /// <inheritdoc/>
    public void Verify(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Statistics()
    {
        ThrowIfDisposed();
        var spaces = Volatile.Read(ref _spaces);
        return new Dictionary<string, long> { ["keys"] = spaces.State.Count + spaces.Log.Count + spaces.Contents.Count };
    }

    /// <inheritdoc/>
    public void Dispose() => _disposed = true;

    private static PersistentMap<byte[], byte[], BytewiseComparer> Apply(PersistentMap<byte[], byte[], BytewiseComparer> map, EngineChange change, EditToken edit)
    {
        switch (change.Kind)
        {
            case EngineChangeKind.Put: return map.Set(change.Key, change.Value, edit);
            case EngineChangeKind.Delete: return map.Remove(change.Key, edit);
        }

        List<byte[]> doomed = [];
        var cursor = map.From(change.Key);
        while (cursor.MoveNext() && cursor.Key.AsSpan().SequenceCompareTo(change.Value) < 0) doomed.Add(cursor.Key);
        foreach (var key in doomed) map = map.Remove(key, edit);
        return map;
    }

    private void ThrowIfDisposed()
    {
        if (_disposed) throw new StorageException(StorageErrorCode.Closed, "the memory engine is closed");
    }

    private sealed record Spaces(
        PersistentMap<byte[], byte[], BytewiseComparer> State,
        PersistentMap<byte[], byte[], BytewiseComparer> Log,
        PersistentMap<byte[], byte[], BytewiseComparer> Contents)
    {
        internal PersistentMap<byte[], byte[], BytewiseComparer> Of(Keyspace keyspace) => keyspace switch
        {
            Keyspace.State => State,
            Keyspace.Log => Log,
            _ => Contents,
        };

        internal Spaces With(Keyspace keyspace, PersistentMap<byte[], byte[], BytewiseComparer> map) => keyspace switch
        {
            Keyspace.State => this with { State = map },
            Keyspace.Log => this with { Log = map },
            _ => this with { Contents = map },
        };
    }

    private sealed class Cursor(MemoryEngine engine, PersistentMap<byte[], byte[], BytewiseComparer>.Enumerator walk, byte[] upper) : IEngineCursor
    {
        private PersistentMap<byte[], byte[], BytewiseComparer>.Enumerator _walk = walk;

        public ReadOnlySpan<byte> Key => _walk.Key;

        public ReadOnlySpan<byte> Value => _walk.Value;

        public bool MoveNext()
        {
            engine.ThrowIfDisposed();
            return _walk.MoveNext() && _walk.Key.AsSpan().SequenceCompareTo(upper) < 0;
        }

        public void Dispose()
        {
        }
    }
}
