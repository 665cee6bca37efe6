using System.Runtime.InteropServices;
using RocksDbSharp;

namespace Panthera.Storage.RocksDb;

/// <summary>A native iterator with everything that must live as long as it does. Used and freed under the engine's gate only.</summary>
internal sealed unsafe class NativeWalk
{
    private readonly IntPtr _options;
    private readonly byte* _upper;
    private readonly IntPtr _iterator;
    private bool _started;
    private bool _stands;
    private bool _freed;

    internal NativeWalk(IntPtr database, IntPtr keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, bool fillCache)
    {
        var native = Native.Instance;
        _options = native.rocksdb_readoptions_create();
        native.rocksdb_readoptions_set_verify_checksums(_options, 1);
        native.rocksdb_readoptions_set_fill_cache(_options, fillCache ? (byte)1 : (byte)0);

        // RocksDB keeps the pointer, not a copy.
        _upper = (byte*)NativeMemory.Alloc((nuint)Math.Max(upper.Length, 1));
        upper.CopyTo(new Span<byte>(_upper, upper.Length));
        native.rocksdb_readoptions_set_iterate_upper_bound(_options, _upper, (UIntPtr)upper.Length);
        _iterator = native.rocksdb_create_iterator_cf(database, _options, keyspace);
        fixed (byte* start = lower) native.rocksdb_iter_seek(_iterator, start, (UIntPtr)lower.Length);
    }

    /// <summary>Steps, and tells an end from an error.</summary>
    /// <exception cref="RocksDbException">What is stored there could not be read.</exception>
    internal bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_freed, this);
        var native = Native.Instance;
        if (_stands || (_started && native.rocksdb_iter_valid(_iterator) != 0)) native.rocksdb_iter_next(_iterator);
        _started = true;
        _stands = native.rocksdb_iter_valid(_iterator) != 0;
        if (_stands) return true;

        // INVARIANT (no-silent-end): a walk that a bad block cut short is an error, never a short answer.
        native.rocksdb_iter_get_error(_iterator);
        return false;
    }

    internal ReadOnlySpan<byte> Key
    {
        get
        {
            ObjectDisposedException.ThrowIf(_freed, this);
            var start = Native.Instance.rocksdb_iter_key(_iterator, out var length);
            return new((void*)start, checked((int)length));
        }
    }

    internal ReadOnlySpan<byte> Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_freed, this);
            var start = Native.Instance.rocksdb_iter_value(_iterator, out var length);
            return new((void*)start, checked((int)length));
        }
    }

    internal void Free()
    {
        if (_freed) return;
        _freed = true;
        Native.Instance.rocksdb_iter_destroy(_iterator);
        Native.Instance.rocksdb_readoptions_destroy(_options);
        NativeMemory.Free(_upper);
    }
}
