using System.Collections.Concurrent;
using Panthera.Storage.Engines;

namespace Panthera.Storage.Log;

/// <summary>Appends the batches of all tenants that wait with one synced write.</summary>
/// <remarks>
/// <para>INVARIANT (synced): a batch's task completes only after a write that contains it has been synced.</para>
/// <para>It owns one thread, which is the engine's only writer, and ends on <see cref="Dispose"/> after writing what was accepted. The queue is
/// bounded by the number of tenants, since each has at most one batch under way.</para>
/// </remarks>
internal sealed class GroupCommit : IDisposable
{
    // One merged write stays below this, so that one tenant's flood delays the others by a bounded write.
    private const long MaxMergedBytes = 32 << 20;

    private readonly IStorageEngine _engine;
    private readonly BlockingCollection<Append> _queue = [];
    private readonly Thread _thread;
    private bool _needsRecovery;

    internal GroupCommit(IStorageEngine engine)
    {
        _engine = engine;
        _thread = new Thread(Run) { Name = "panthera group commit", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Synced writes so far.</summary>
    internal long SyncCount => Interlocked.Read(ref _syncs);

    /// <summary>Batches accepted and not yet taken up.</summary>
    internal int WaitingBatches => _queue.Count;

    private long _syncs;

    /// <summary>Appends a batch; the task ends when it is durable, or fails with a <see cref="StorageException"/>.</summary>
    internal Task AppendAsync(EngineBatch batch)
    {
        var append = new Append(batch);
        try
        {
            _queue.Add(append);
        }
        catch (InvalidOperationException)
        {
            append.Done.SetException(new StorageException(StorageErrorCode.Closed, "the storage is closed"));
        }

        return append.Done.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Run()
    {
        List<Append> group = [];
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Clear();
            group.Add(first);
            var bytes = first.Batch.SizeBytes;
            while (bytes < MaxMergedBytes && _queue.TryTake(out var next))
            {
                group.Add(next);
                bytes += next.Batch.SizeBytes;
            }

            Write(group);
        }
    }

    private void Write(List<Append> group)
    {
        var merged = group[0].Batch;
        if (group.Count > 1)
        {
            merged = new EngineBatch();
            foreach (var append in group) merged.Append(append.Batch);
        }

        try
        {
            if (_needsRecovery) _engine.Recover();
            _needsRecovery = false;
            _engine.Write(merged, sync: true);
            Interlocked.Increment(ref _syncs);
        }
        catch (Exception exception)
        {
            _needsRecovery = true;
            var failure = exception as StorageException
                ?? new StorageException(StorageErrorCode.Unavailable, $"the storage could not be written: {exception.Message}", exception);
            foreach (var append in group) append.Done.SetException(failure);
            return;
        }

        foreach (var append in group) append.Done.SetResult();
    }

    private sealed class Append(EngineBatch batch)
    {
        internal EngineBatch Batch { get; } = batch;

        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
