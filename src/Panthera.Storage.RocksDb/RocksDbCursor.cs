using Panthera.Storage.Engines;

namespace Panthera.Storage.RocksDb;

/// <summary>A walk over one opening of the database. It copies what it stands on, so that closing the engine pulls nothing from under its reader.</summary>
internal sealed class RocksDbCursor(RocksDbEngine engine, RocksDbDatabase database, NativeWalk walk) : IEngineCursor
{
    // The engine's gate is passed once for several records: for one at first, since many walks want no more, then for ever more of them.
    private const int MaxAhead = 256;
    private const int MaxAheadBytes = 64 << 10;

    private byte[] _bytes = new byte[1024];
    private readonly List<(int Key, int Value, int End)> _ahead = [];
    private int _used;
    private int _at = -1;
    private int _wanted = 1;
    private bool _ended;
    private bool _disposed;

    public ReadOnlySpan<byte> Key => _at < 0 ? default : _bytes.AsSpan(_ahead[_at].Key, _ahead[_at].Value - _ahead[_at].Key);

    public ReadOnlySpan<byte> Value => _at < 0 ? default : _bytes.AsSpan(_ahead[_at].Value, _ahead[_at].End - _ahead[_at].Value);

    /// <summary>Whether another record is to be taken in this step.</summary>
    internal bool WantsMore => _ahead.Count < _wanted && _used < MaxAheadBytes;

    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_at + 1 < _ahead.Count)
        {
            _at++;
            return true;
        }

        (_at, _used) = (-1, 0);
        _ahead.Clear();
        if (_ended) return false;
        _ended = !engine.Step(database, walk, this);
        _wanted = Math.Min(MaxAhead, _wanted * 4);
        if (_ahead.Count == 0) return false;
        _at = 0;
        return true;
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
        var end = checked(_used + key.Length + value.Length);
        if (end > _bytes.Length) Array.Resize(ref _bytes, Math.Max(end, Math.Min(_bytes.Length * 2, 2 * MaxAheadBytes)));
        key.CopyTo(_bytes.AsSpan(_used));
        value.CopyTo(_bytes.AsSpan(_used + key.Length));
        _ahead.Add((_used, _used + key.Length, end));
        _used = end;
    }
}
