using System.Buffers;
using Panthera.Storage.Engines;

namespace Panthera.Storage.Log;

/// <summary>An engine as a load reads it: every step of its cursors is counted.</summary>
/// <remarks>It owns nothing; confined to the load.</remarks>
internal sealed class CountedReads(IStorageEngine engine, LoadProgress.Load load) : IStorageEngine
{
    public string Name => engine.Name;

    public void Write(EngineBatch batch, bool sync) => engine.Write(batch, sync);

    public bool TryGet(Keyspace keyspace, ReadOnlySpan<byte> key, IBufferWriter<byte> value) => engine.TryGet(keyspace, key, value);

    public IEngineCursor Scan(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => new Cursor(engine.Scan(keyspace, lower, upper), load);

    public void Recover() => engine.Recover();

    public void Verify(CancellationToken cancellationToken) => engine.Verify(cancellationToken);

    public IReadOnlyDictionary<string, long> Statistics() => engine.Statistics();

    public void Dispose()
    {
    }

    private sealed class Cursor(IEngineCursor cursor, LoadProgress.Load load) : IEngineCursor
    {
        public ReadOnlySpan<byte> Key => cursor.Key;

        public ReadOnlySpan<byte> Value => cursor.Value;

        public bool MoveNext()
        {
            if (!cursor.MoveNext()) return false;
            load.Add();
            return true;
        }

        public void Dispose() => cursor.Dispose();
    }
}
