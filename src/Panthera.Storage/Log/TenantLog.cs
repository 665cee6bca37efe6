using System.Text;
using System.Threading.Channels;
using Panthera.Storage.Checkpoints;
using Panthera.Storage.Engines;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>One tenant's ordered sequence of commits, its one writer, and the state that they add up to.</summary>
/// <remarks>
/// <para>The writer takes a batch of proposals, runs each against the state after those before it, appends what they yielded with one sync (shared
/// with other tenants), and only then publishes and answers. A failed append drops the unpublished state and fails the batch.</para>
/// <para>INVARIANT (published-is-durable): what <see cref="Published"/> shows has been synced.</para>
/// <para>INVARIANT (one-writer): only the writer loop makes states; readers take <see cref="Published"/> without locks.</para>
/// </remarks>
public sealed class TenantLog : IAsyncDisposable
{
    private readonly IStorageEngine _engine;
    private readonly IReadOnlyList<IRoom> _rooms;
    private readonly GroupCommit _groupCommit;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly SnapshotHistory _history;
    private readonly Channel<PendingProposal> _proposals;
    private readonly BatchEncoder _encoder;
    private readonly Task _writer;
    private readonly CancellationTokenSource _dropped = new();
    private readonly CheckpointFiles _files;
    private readonly TenantCheckpoints _checkpoints;
    private TenantState _published;
    private Revision _firstKept;
    private bool _mustReload;

    private TenantLog(TenantId tenant, IStorageEngine engine, IReadOnlyList<IRoom> rooms, GroupCommit groupCommit, CheckpointFiles files, StorageOptions options, TimeProvider time, LoadProgress.Load load)
    {
        Tenant = tenant;
        _files = files;
        _engine = engine;
        _rooms = rooms;
        _groupCommit = groupCommit;
        _options = options;
        _time = time;
        _history = new(options, time);
        int tenth, firstEpoch;
        lock (options.Random) (tenth, firstEpoch) = (options.Random.Next(10), options.Random.Next());
        _proposals = Channel.CreateBounded<PendingProposal>(new BoundedChannelOptions(options.ProposalQueueLength) { SingleReader = true });
        _encoder = new(tenant);
        _mustReload = !TryRecover(engine);
        var loaded = PartitionLoader.Load(tenant, new CountedReads(engine, load), rooms, new((uint)firstEpoch), files);
        (_published, _firstKept) = (loaded.State, loaded.FirstKept);
        _published.OnPublished();
        _history.Add(_published, 0);
        Feed = new(this, engine, options);
        Snapshots = new(this, _history, options, time, tenth);
        _checkpoints = new(this, engine, rooms, files, options, time, loaded);
        _checkpoints.Add(_published, []);
        _writer = Task.Run(RunWriterAsync);
    }

    /// <summary>The tenant.</summary>
    public TenantId Tenant { get; }

    /// <summary>The newest state that readers may see.</summary>
    public TenantState Published => Volatile.Read(ref _published);

    /// <summary>The newest synced revision.</summary>
    public Revision DurableThrough => Published.Revision;

    /// <summary>The tenant's changes, in order.</summary>
    public CommitFeed Feed { get; }

    /// <summary>The states that requests are answered from.</summary>
    public SnapshotPins Snapshots { get; }

    /// <summary>Has the writer decide a proposal, and waits until what it changed is durable and published.</summary>
    /// <param name="proposal">The change.</param>
    /// <param name="origin">Who makes it; recorded in the log.</param>
    /// <param name="cancellationToken">Gives up waiting. A proposal that was not yet taken up is not run; one that was may still be committed.</param>
    /// <exception cref="StorageException">The append failed (nothing of it was published), or the tenant was closed.</exception>
    /// <exception cref="ArgumentException">The origin has no actor, or more metadata than a commit keeps.</exception>
    public async Task<Committed<T>> CommitAsync<T>(Proposal<T> proposal, CommitOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentException.ThrowIfNullOrEmpty(origin.Actor);
        if (origin.Metadata is { } metadata && Encoding.UTF8.GetByteCount(metadata) > CommitOrigin.MaxMetadataBytes)
            throw new ArgumentException($"the metadata of a commit has at most {CommitOrigin.MaxMetadataBytes} bytes", nameof(origin));
        var pending = new PendingProposal<T>(proposal, origin, cancellationToken);
        try
        {
            await _proposals.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }

        return await pending.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a proposal against the published state and throws away what it yields: an early refusal, before bytes are taken in.</summary>
    /// <remarks>It decides nothing: the writer runs the real one again. The proposal must be one of its own, since it runs on the caller's thread.</remarks>
    public Outcome<T> Rehearse<T>(Proposal<T> proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var state = Published;
        var now = _time.GetUtcNow();
        return proposal.Run(new(state, now < state.CommittedAt ? state.CommittedAt : now));
    }

    /// <summary>The state as of a revision, if it is still held.</summary>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.TooOld"/>, naming the earliest held.</exception>
    public TenantState SnapshotAt(Revision revision) =>
        _history.TryGet(revision, out var state, out var earliest)
            ? state!
            : throw new StorageException(StorageErrorCode.TooOld, $"revision {revision} is not held; the earliest held is {earliest}, the head is {Published.Revision}");

    /// <summary>Reads the stored log through and checks that every commit from the oldest kept to the head is there, once and readable.</summary>
    /// <param name="cancellationToken">Stops the walk.</param>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>, naming the commit.</exception>
    public void Verify(CancellationToken cancellationToken)
    {
        var head = Published;
        var expected = Revision.Zero;
        using var cursor = _engine.Scan(Keyspace.Log, EngineKeys.Tenant(Tenant), EngineKeys.Log(Tenant, head.Revision.Next));

        // Read after the walk began: commits trimmed since then are in the walk as well.
        var firstKept = PartitionLoader.ReadHead(Tenant, _engine)?.FirstKept ?? Revision.Zero.Next;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var revision = new Revision(new RecordReader(cursor.Key[EngineKeys.TenantLength..]).UInt64());
            if (expected == Revision.Zero ? revision > firstKept : revision != expected) throw Missing(expected == Revision.Zero ? firstKept : expected);
            CommitEncoding.Read(head, revision, StoredValue.Open(cursor.Key, cursor.Value));
            expected = revision.Next;
        }

        if (head.Revision != Revision.Zero && expected != head.Revision.Next) throw Missing(expected == Revision.Zero ? firstKept : expected);
    }

    /// <summary>Reads the stored records of the tenant anew, whatever was loaded from an image.</summary>
    /// <remarks>For checks: it takes the time and memory of a second load.</remarks>
    /// <exception cref="StorageException">A record is damaged.</exception>
    public TenantState ReadStored() => PartitionLoader.LoadRecords(Tenant, _engine, _rooms, Published.Epoch).State;

    /// <summary>Reads the tenant's image through, if there is one, and verifies it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>: it is damaged. What the tenant's records say is not.</exception>
    public void VerifyCheckpoint(CancellationToken cancellationToken) => _checkpoints.Verify(cancellationToken);

    /// <summary>Ends when no image of the tenant is being written.</summary>
    public Task CheckpointWritten => _checkpoints.Writing;

    /// <summary>Reads bytes that a proposal attached.</summary>
    /// <param name="key">The key within the tenant's contents.</param>
    /// <returns>The bytes, their checksum verified; null if there are none.</returns>
    public ReadOnlyMemory<byte>? ReadAttachment(ReadOnlySpan<byte> key)
    {
        var engineKey = EngineKeys.Content(Tenant, key);
        var value = new ExactBuffer();
        if (!_engine.TryGet(Keyspace.Contents, engineKey, value)) return null;
        var payload = StoredValue.Open(engineKey, value.Written.Span);
        return value.Written.Slice(StoredValue.PayloadStart, payload.Length);
    }

    /// <summary>Reads what proposals attached under keys that begin with a byte, in the order of keys, as it was when the walk began.</summary>
    /// <param name="space">The first byte of the keys, below 255.</param>
    /// <exception cref="StorageException">Something attached is damaged.</exception>
    public IEnumerable<KeyValuePair<byte[], ReadOnlyMemory<byte>>> ReadAttachments(byte space)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(space, byte.MaxValue);
        using var cursor = _engine.Scan(Keyspace.Contents, EngineKeys.Content(Tenant, [space]), EngineKeys.Content(Tenant, [(byte)(space + 1)]));
        while (cursor.MoveNext())
        {
            var payload = StoredValue.Open(cursor.Key, cursor.Value).ToArray();
            yield return new(cursor.Key[EngineKeys.TenantLength..].ToArray(), payload);
        }
    }

    /// <summary>Reads a record as it is stored, for what its room does not keep in memory.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="key">Its key within the kind.</param>
    /// <returns>The record, its checksum verified; null if there is none.</returns>
    /// <exception cref="StorageException">It is damaged.</exception>
    public IRecord? ReadRecord(RecordKind kind, ReadOnlySpan<byte> key)
    {
        var engineKey = EngineKeys.State(Tenant, kind, key);
        var value = new ExactBuffer();
        if (!_engine.TryGet(Keyspace.State, engineKey, value)) return null;
        return Published.Decode(kind, key, StoredValue.Open(engineKey, value.Written.Span), isRemoval: false);
    }

    /// <summary>Whether a write failed and the storage could not be brought back since: it may hold more than this shows, until the next commit.</summary>
    public bool MayBeBehind => Volatile.Read(ref _mustReload);

    /// <summary>Stops accepting, lets the writer finish what was accepted, and ends the feed.</summary>
    public ValueTask DisposeAsync() => CloseAsync(isEviction: false, new(canceled: true));

    /// <summary>Closes like <see cref="DisposeAsync"/>, and first gives an image of the tenant time to be finished.</summary>
    /// <param name="isEviction">Whether the tenant only leaves memory; then one is written if much has changed.</param>
    /// <param name="hurry">When to give that up.</param>
    internal async ValueTask CloseAsync(bool isEviction, CancellationToken hurry)
    {
        _proposals.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
        await _checkpoints.CloseAsync(isEviction, hurry).ConfigureAwait(false);
        _checkpoints.Dispose();
        Feed.Close(Closed());
        Snapshots.Dispose();
        _history.Dispose();
    }

    internal static Task<TenantLog> OpenAsync(TenantId tenant, IStorageEngine engine, IReadOnlyList<IRoom> rooms, GroupCommit groupCommit, CheckpointFiles files, StorageOptions options, TimeProvider time, LoadProgress loads) =>
        Task.Run(() =>
        {
            using var load = loads.Begin(tenant);
            return new TenantLog(tenant, engine, rooms, groupCommit, files, options, time, load);
        });

    /// <summary>Refuses everything from now on, including what waits: the tenant was dropped.</summary>
    internal ValueTask AbandonAsync()
    {
        _dropped.Cancel();
        return DisposeAsync();
    }

    // A batch of this tenant may have failed before it left memory, and come back when the storage is recovered: then it must be there before the rest is read.
    private static bool TryRecover(IStorageEngine engine)
    {
        try
        {
            engine.Recover();
            return true;
        }
        catch (StorageException)
        {
            // Still broken: reads go on. Before anything builds on what was read, it is read again.
            return false;
        }
    }

    private StorageException Missing(Revision revision) =>
        new(StorageErrorCode.Corrupt, $"commit {revision} of tenant {Tenant} is missing from its log; restore it from a backup");

    private StorageException Closed() => new(StorageErrorCode.Closed, $"tenant {Tenant} is closed");

    private async Task RunWriterAsync()
    {
        List<PendingProposal> taken = [];
        while (await _proposals.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            try
            {
                await CommitBatchAsync(taken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The unpublished state is simply not kept. What the store holds now is re-read before anything builds on it.
                _mustReload = true;
                foreach (var pending in taken) pending.Fail(exception);
            }

            // A tenant that is idle from now on keeps nothing of its last batch.
            taken.Clear();
        }
    }

    private async Task CommitBatchAsync(List<PendingProposal> taken)
    {
        if (_dropped.IsCancellationRequested)
        {
            while (_proposals.Reader.TryRead(out var refused)) refused.Fail(Closed());
            return;
        }

        if (_mustReload) Reload(taken);
        var batch = new BatchInProgress(Published, _encoder);
        var decisions = new List<(PendingProposal Pending, Revision Revision)>();

        // Refusals count as well: whoever was accepted first must not wait for a storm of them.
        while (decisions.Count < _options.MaxProposalsPerBatch && batch.SizeBytes < _options.MaxBatchBytes && _proposals.Reader.TryRead(out var pending))
        {
            if (pending.IsAbandoned) continue;
            taken.Add(pending);
            decisions.Add((pending, Decide(pending, batch)));
        }

        var epoch = batch.State.Epoch;
        if (batch.Commits.Count > 0) await AppendAsync(batch).ConfigureAwait(false);
        batch.Forget();

        // INVARIANT (published-is-durable): refusals wait for the append too, since they may rest on commits of this batch.
        foreach (var (pending, revision) in decisions) pending.Complete(revision, epoch);
    }

    private Revision Decide(PendingProposal pending, BatchInProgress batch)
    {
        var now = _time.GetUtcNow();
        if (now < batch.State.CommittedAt) now = batch.State.CommittedAt;
        var draft = new Draft(batch.State, now);
        if (pending.Run(draft) && (draft.Records.Count > 0 || draft.Attachments.Count > 0)) TryAdd(pending, draft, batch);
        return batch.State.Revision;
    }

    private static void TryAdd(PendingProposal pending, Draft draft, BatchInProgress batch)
    {
        try
        {
            batch.Add(draft, pending.Origin);
        }
        catch (Exception exception)
        {
            // A record that cannot be encoded is its proposal's failure alone.
            pending.Fail(exception);
        }
    }

    private async Task AppendAsync(BatchInProgress batch)
    {
        var head = batch.State.Revision;
        var firstKept = _firstKept;
        if (head.Value - firstKept.Value > _options.KeptCommits + (_options.KeptCommits / 10))
        {
            firstKept = new(head.Value - _options.KeptCommits);
            batch.Engine.DeleteRange(Keyspace.Log, EngineKeys.Log(Tenant, _firstKept), EngineKeys.Log(Tenant, firstKept));
        }

        _encoder.WriteHead(batch.Engine, new(head, batch.State.Epoch, batch.State.CommittedAt, firstKept));
        await _groupCommit.AppendAsync(batch.Engine).ConfigureAwait(false);

        _firstKept = firstKept;
        for (var i = 0; i < batch.Count; i++)
        {
            // INVARIANT (told-first): from the next line on the state can be found, in the history at first.
            TenantState.Announce(batch.Commits[i], i == 0 ? Published : batch.States[i - 1], batch.States[i]);
            batch.States[i].OnPublished();
            _history.Add(batch.States[i], batch.Commits[i].Records.Count);
        }

        Volatile.Write(ref _published, batch.State);
        Feed.Publish(batch.Commits);
        _checkpoints.Add(batch.State, batch.Commits);
    }

    private void Reload(List<PendingProposal> taken)
    {
        try
        {
            _engine.Recover();
            var (stored, firstKept, _, _) = PartitionLoader.Load(Tenant, _engine, _rooms, Published.Epoch, _files);
            var published = Published;

            // A failed batch may after all be stored whole. It was never acknowledged, but it is there: readers move on to it.
            if (stored.Revision < published.Revision)
                throw new StorageException(StorageErrorCode.Corrupt, $"tenant {Tenant} was acknowledged through revision {published.Revision}, but its storage ends at {stored.Revision}; restore it from a backup");
            if (stored.Revision > published.Revision)
            {
                _firstKept = firstKept;
                stored.OnPublished();
                _history.Clear();
                _history.Add(stored, 0);
                Volatile.Write(ref _published, stored);
                Feed.Reset();
            }

            _mustReload = false;
        }
        catch
        {
            // Still broken: fail what waits now, so that callers learn why, and try again with the next batch.
            while (taken.Count < _options.MaxProposalsPerBatch && _proposals.Reader.TryRead(out var pending)) taken.Add(pending);
            throw;
        }
    }
}
