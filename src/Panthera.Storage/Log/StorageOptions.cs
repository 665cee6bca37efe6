namespace Panthera.Storage.Log;

/// <summary>The bounds of tenant logs. Each has its reason; all are per process unless said.</summary>
public sealed record StorageOptions
{
    /// <summary>Proposals that may wait for one tenant's writer; more wait outside, in the callers. Bounds memory under a write storm.</summary>
    public int ProposalQueueLength { get; init; } = 1024;

    /// <summary>Proposals that one batch of a tenant takes at most, so that one sync is shared but nobody waits for a thousand others.</summary>
    public int MaxProposalsPerBatch { get; init; } = 512;

    /// <summary>Bytes after which a batch takes no more proposals; one proposal may be larger on its own.</summary>
    public long MaxBatchBytes { get; init; } = 8 << 20;

    /// <summary>Commits of each tenant that the log keeps for followers that fell behind or were away.</summary>
    public ulong KeptCommits { get; init; } = 100_000;

    /// <summary>Newest commits of each tenant kept in memory for followers that keep up.</summary>
    public int RecentCommits { get; init; } = 256;

    /// <summary>Superseded states of each tenant held for exact snapshots, at most; an age of five minutes bounds them too.</summary>
    public int HeldSnapshots { get; init; } = 256;

    /// <summary>Records by which the held states may differ from the head, together: an older state costs what changed since, a few hundred bytes a record.</summary>
    public long HeldSnapshotRecords { get; init; } = 2_000_000;

    /// <summary>Native bytes that the superseded states held for exact snapshots may keep beside what the head shows. A change of one file replaces some twenty pages
    /// of 1 KiB, so that many changes in a row would otherwise keep hundreds of megabytes of every busy tenant; the oldest are let go of first.</summary>
    public long HeldSnapshotBytes { get; init; } = 64 << 20;

    /// <summary>How long a superseded state is held for exact snapshots.</summary>
    public TimeSpan SnapshotAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long requests that accept staleness share one revision; zero for none, so that each is given the head.</summary>
    public TimeSpan StalenessQuantum { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request waits for a revision that its token names and that is not there yet.</summary>
    public TimeSpan FreshnessPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where images of tenants are written, from which large ones load quickly; created if missing. Null for none.</summary>
    public string? CheckpointDirectory { get; init; }

    /// <summary>Records below which a tenant gets no image, since reading them takes no time, and that must have changed before another is written.</summary>
    public long CheckpointRecords { get; init; } = 50_000;

    /// <summary>Time between two images of a tenant, unless half of it has changed: a large one is much to write.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long closing the store waits for images that are being written; what is not finished then is given up.</summary>
    public TimeSpan CheckpointPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the quanta of a tenant begin, and the first epoch of a log, are drawn from; used under a lock.</summary>
    public Random Random { get; init; } = new();
}
