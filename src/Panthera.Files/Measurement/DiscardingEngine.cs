using System.Buffers;
using Panthera.Storage.Engines;

namespace Panthera.Files.Measurement;

/// <summary>An engine of which writes may be thrown away, so that a measurement of memory has no disk in it.</summary>
internal sealed class DiscardingEngine(IStorageEngine inner) : IStorageEngine
{
    /// <summary>Whether writes are thrown away. Set before anything is written that is to be.</summary>
    internal bool Discards { get; set; }

    public string Name => inner.Name;

    public void Write(EngineBatch batch, bool sync)
    {
        if (!Discards) inner.Write(batch, sync);
    }

    public bool TryGet(Keyspace keyspace, ReadOnlySpan<byte> key, IBufferWriter<byte> value) => inner.TryGet(keyspace, key, value);

    public IEngineCursor Scan(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => inner.Scan(keyspace, lower, upper);

    public void Recover() => inner.Recover();

    public void Verify(CancellationToken cancellationToken) => inner.Verify(cancellationToken);

    public IReadOnlyDictionary<string, long> Statistics() => inner.Statistics();

    public void Dispose() => inner.Dispose();
}
