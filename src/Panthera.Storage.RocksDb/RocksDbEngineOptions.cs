namespace Panthera.Storage.RocksDb;

/// <summary>The bounds of one RocksDB engine. They are fixed: memory does not grow with the data.</summary>
/// <remarks>Partitions live in memory of their own; the engine is read when a tenant loads, when a follower fell behind, and for small
/// contents. So its caches are small beside the data.</remarks>
public sealed record RocksDbEngineOptions
{
    /// <summary>Bytes of blocks kept uncompressed, indexes and filters included. 64 MiB holds the hot small contents of a few thousand files.</summary>
    public long BlockCacheBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of memtables over all keyspaces. 64 MiB takes several seconds of the fastest writes, so that flushes are large and few.</summary>
    public long MemtableBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of write-ahead log at which memtables are flushed. It bounds how long a start after a crash replays: about a second.</summary>
    public long MaxWalBytes { get; init; } = 128L << 20;

    /// <summary>Values of at least so many bytes in the contents keyspace are kept in blob files, so that compaction does not copy them over and over.</summary>
    public int MinBlobBytes { get; init; } = 4096;

    /// <summary>Table files held open. Below the usual limit of 1,024 descriptors a process, with room for sockets and contents.</summary>
    public int MaxOpenFiles { get; init; } = 512;

    /// <summary>Threads for flushes and compactions. Two, so that a flush does not wait for a compaction.</summary>
    public int BackgroundJobs { get; init; } = 2;
}
