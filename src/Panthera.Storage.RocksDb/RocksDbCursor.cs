using Panthera.Storage.Engines;

namespace Panthera.Storage.RocksDb;

/// <summary>A walk over one opening of the database. It copies what it stands on, so that closing the engine pulls nothing from under its reader.</summary>
internal sealed class RocksDbCursor(RocksDbEngine engine, RocksDbDatabase database, NativeWalk walk) : IEngineCursor
{
    private byte[] _key = new byte[64];
    private byte[] _value = new byte[1024];
    private int _keyLength;
    private int _valueLength;
    private bool _disposed;

    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    public ReadOnlySpan<byte> Value => _value.AsSpan(0, _valueLength);

    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return engine.Step(database, walk, this);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        engine.End(database, walk);
    }

    /// <summary>Called by the engine, under its gate.</summary>
    internal void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Copy(key, ref _key, out _keyLength);
        Copy(value, ref _value, out _valueLength);
    }

    private static void Copy(ReadOnlySpan<byte> from, ref byte[] to, out int length)
    {
        if (to.Length < from.Length) to = new byte[Math.Max(from.Length, to.Length * 2)];
        from.CopyTo(to);
        length = from.Length;
    }
}
