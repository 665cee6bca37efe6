using System.Runtime.CompilerServices;
using Panthera.Storage.Engines;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>The ordered changes of one tenant, from any kept revision on: what indexes, caches and watchers follow.</summary>
/// <remarks>
/// <para>INVARIANT (feed-complete): a follower gets every published commit after its start exactly once, in order, or an error that says it fell
/// behind what is kept. Only durable commits are handed out.</para>
/// <para>A follower never holds back the writer: it reads recent commits from memory, older ones from the engine's log.</para>
/// </remarks>
public sealed class CommitFeed
{
    // Of older commits no more is read ahead, so that a follower that is far behind takes little memory.
    private const long ReadAheadBytes = 8 << 20;

    // A commit with more records, such as an import, is left to the log: the recent ones are held for as long as others follow.
    private const int MaxRecentRecords = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<Commit> _recent = new();
    private readonly TenantLog _log;
    private readonly IStorageEngine _engine;
    private readonly int _recentCommits;
    private StorageException? _closed;
    private TaskCompletionSource _published = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal CommitFeed(TenantLog log, IStorageEngine engine, StorageOptions options)
    {
        _log = log;
        _engine = engine;
        _recentCommits = options.RecentCommits;
    }

    /// <summary>Follows the tenant until the token is cancelled or the tenant is closed.</summary>
    /// <param name="after">The revision that the follower has digested; the first commit handed out is the next.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.TooOld"/>: the log no longer has the next commit;
    /// <see cref="StorageErrorCode.Closed"/>: the tenant was closed or dropped.</exception>
    public async IAsyncEnumerable<Commit> ReadAsync(Revision after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var signal = Volatile.Read(ref _published).Task;
            var head = _log.Published.Revision;
            while (after < head)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var commit in Next(after, head))
                {
                    yield return commit;
                    after = commit.Revision;
                }
            }

            await signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends at the next publication; fails when the tenant is closed.</summary>
    internal Task NextPublish => Volatile.Read(ref _published).Task;

    internal void Publish(IReadOnlyList<Commit> commits)
    {
        lock (_lock)
        {
            foreach (var commit in commits)
            {
                if (commit.Records.Count > MaxRecentRecords)
                {
                    // What is held has no gap: it begins anew after it.
                    _recent.Clear();
                    continue;
                }

                _recent.Enqueue(commit);
                if (_recent.Count > _recentCommits) _recent.Dequeue();
            }
        }

        Interlocked.Exchange(ref _published, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Forgets the recent commits, after the published state moved on without them; followers read the log instead.</summary>
    internal void Reset()
    {
        lock (_lock) _recent.Clear();
        Publish([]);
    }

    internal void Close(StorageException why)
    {
        Volatile.Write(ref _closed, why);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        last.SetException(why);
        _ = last.Task.Exception;
        var previous = Interlocked.Exchange(ref _published, last);
        previous.TrySetException(why);
        _ = previous.Task.Exception;
    }

    private List<Commit> Next(Revision after, Revision head)
    {
        List<Commit> commits = [];
        lock (_lock)
        {
            if (_recent.TryPeek(out var oldest) && oldest.Revision <= after.Next)
            {
                foreach (var commit in _recent)
                {
                    if (commit.Revision > after && commit.Revision <= head) commits.Add(commit);
                }
            }
        }

        // Nothing recent: the follower is behind, or saw the head in the moment before its commits were handed over.
        if (commits.Count == 0) ReadStored(after, head, commits);
        return commits;
    }

    private void ReadStored(Revision after, Revision head, List<Commit> commits)
    {
        var state = _log.Published;
        using var cursor = _engine.Scan(Keyspace.Log, EngineKeys.Log(state.Tenant, after.Next), EngineKeys.Log(state.Tenant, head.Next));
        long bytes = 0;
        while (commits.Count < _recentCommits && bytes < ReadAheadBytes && cursor.MoveNext())
        {
            bytes += cursor.Value.Length;
            var expected = commits.Count == 0 ? after.Next : commits[^1].Revision.Next;
            var reader = new RecordReader(cursor.Key[EngineKeys.TenantLength..]);
            var revision = new Revision(reader.UInt64());
            if (revision != expected) break;
            commits.Add(CommitEncoding.Read(state, revision, StoredValue.Open(cursor.Key, cursor.Value)));
        }

        if (commits.Count == 0) throw Missing(state.Tenant, after.Next, head);
    }

    private StorageException Missing(TenantId tenant, Revision missing, Revision head)
    {
        if (Volatile.Read(ref _closed) is { } closed) return closed;

        // The head is stored in the batch that trims, so the two agree.
        if (PartitionLoader.ReadHead(tenant, _engine) is { } stored && stored.FirstKept <= missing)
            return new(StorageErrorCode.Corrupt, $"commit {missing} of tenant {tenant} is missing from its log; restore the tenant from a backup");
        return new(StorageErrorCode.TooOld, $"commit {missing} is no longer in the log; read the tenant's state anew and follow from revision {head}");
    }
}
