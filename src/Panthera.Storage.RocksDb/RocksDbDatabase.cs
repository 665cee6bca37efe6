using System.Buffers;
using Panthera.Storage.Engines;
using RocksDbSharp;
using Handle = RocksDbSharp.RocksDb;

namespace Panthera.Storage.RocksDb;

/// <summary>One opening of the native database. A recovery replaces it by the next.</summary>
/// <remarks>INVARIANT (no-freed-memory): every member but the constructor is called under the engine's gate: the read side for use, the write
/// side to close. The native walks of its cursors are freed with it, and their cursors know it.</remarks>
internal sealed class RocksDbDatabase : IDisposable
{
    internal const string StateName = "state";
    internal const string LogName = "log";
    internal const string ContentsName = "contents";

    private readonly Handle _handle;
    private readonly ColumnFamilyHandle[] _keyspaces;
    private readonly ReadOptions _readOptions = new ReadOptions().SetVerifyChecksums(true);
    private readonly WriteOptions _synced = new WriteOptions().SetSync(true);
    private readonly WriteOptions _unsynced = new WriteOptions().SetSync(false);
    private readonly Lock _walksLock = new();
    private readonly HashSet<NativeWalk> _walks = [];

    private RocksDbDatabase(Handle handle, bool isWritable)
    {
        _handle = handle;
        IsWritable = isWritable;
        _keyspaces = [handle.GetColumnFamily(StateName), handle.GetColumnFamily(LogName), handle.GetColumnFamily(ContentsName)];
    }

    /// <summary>Whether it was opened for writing.</summary>
    internal bool IsWritable { get; }

    /// <summary>The number of the newest change; grows by one with every change.</summary>
    internal ulong LatestSequence => _handle.GetLatestSequenceNumber();

    internal static RocksDbDatabase Create(string path, RocksDbTuning tuning) =>
        new(Handle.Open(tuning.Database(create: true), path, tuning.Keyspaces()), isWritable: true);

    internal static RocksDbDatabase Open(string path, RocksDbTuning tuning) =>
        new(Handle.Open(tuning.Database(create: false), path, tuning.Keyspaces()), isWritable: true);

    internal static RocksDbDatabase OpenReadOnly(string path, RocksDbTuning tuning) =>
        new(Handle.OpenReadOnly(tuning.Database(create: false), path, tuning.Keyspaces(), false), isWritable: false);

    internal void Write(EngineBatch batch, bool sync)
    {
        using var native = new WriteBatch();
        foreach (var change in batch.Changes)
        {
            var keyspace = Of(change.Keyspace);
            switch (change.Kind)
            {
                case EngineChangeKind.Put:
                    native.Put(change.Key.AsSpan(), change.Value.AsSpan(), keyspace);
                    break;
                case EngineChangeKind.Delete:
                    native.Delete(change.Key, (ulong)change.Key.Length, keyspace);
                    break;
                default:
                    // RocksDB refuses a reversed range; to everybody else it is an empty one.
                    if (change.Key.AsSpan().SequenceCompareTo(change.Value) < 0)
                        native.DeleteRange(change.Key, (ulong)change.Key.Length, change.Value, (ulong)change.Value.Length, keyspace);
                    break;
            }
        }

        _handle.Write(native, sync ? _synced : _unsynced);
    }

    internal unsafe bool TryGet(Keyspace keyspace, ReadOnlySpan<byte> key, IBufferWriter<byte> value)
    {
        IntPtr pinned;
        fixed (byte* keyStart = key)
            pinned = Native.Instance.rocksdb_get_pinned_cf(_handle.Handle, _readOptions.Handle, Of(keyspace).Handle, keyStart, (UIntPtr)key.Length);
        if (pinned == IntPtr.Zero) return false;
        try
        {
            var start = Native.Instance.rocksdb_pinnableslice_value(pinned, out var length);
            var bytes = new ReadOnlySpan<byte>((void*)start, checked((int)length));
            bytes.CopyTo(value.GetSpan(bytes.Length));
            value.Advance(bytes.Length);
            return true;
        }
        finally
        {
            Native.Instance.rocksdb_pinnableslice_destroy(pinned);
        }
    }

    internal NativeWalk BeginWalk(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, bool fillCache)
    {
        var walk = new NativeWalk(_handle.Handle, Of(keyspace).Handle, lower, upper, fillCache);
        lock (_walksLock) _walks.Add(walk);
        return walk;
    }

    internal void EndWalk(NativeWalk walk)
    {
        lock (_walksLock) _walks.Remove(walk);
        walk.Free();
    }

    internal void Flush()
    {
        using var scope = new FlushScope();
        var handles = Array.ConvertAll(_keyspaces, static keyspace => keyspace.Handle);
        Native.Instance.rocksdb_flush_cfs(_handle.Handle, scope.Options.Handle, handles, handles.Length);
    }

    internal void VerifyChecksums() => Native.Instance.rocksdb_verify_checksum(_handle.Handle);

    internal long Property(string name)
    {
        long sum = 0;
        foreach (var keyspace in _keyspaces) sum += long.TryParse(_handle.GetProperty(name, keyspace), out var value) ? value : 0;
        return sum;
    }

    public void Dispose()
    {
        lock (_walksLock)
        {
            foreach (var walk in _walks) walk.Free();
            _walks.Clear();
        }

        _handle.Dispose();
    }

    private ColumnFamilyHandle Of(Keyspace keyspace) => _keyspaces[(int)keyspace];

    // FlushOptions has a finalizer only; kept reachable over the native call.
    private readonly struct FlushScope() : IDisposable
    {
        internal FlushOptions Options { get; } = new FlushOptions().SetWaitForFlush(true);

        public void Dispose() => GC.KeepAlive(Options);
    }
}
