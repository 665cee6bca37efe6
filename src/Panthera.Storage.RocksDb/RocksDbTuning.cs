using RocksDbSharp;

namespace Panthera.Storage.RocksDb;

/// <summary>Translates the engine's options into RocksDB's, each keyspace apart.</summary>
/// <remarks>RocksDB copies what it is given while it opens; the cache alone is shared and kept.</remarks>
internal sealed class RocksDbTuning(RocksDbEngineOptions options)
{
    // The log and the state load are read in long walks: larger blocks compress better and index smaller.
    private const ulong WalkedBlockBytes = 16 << 10;
    private const ulong PointBlockBytes = 4 << 10;
    private const int BloomBitsPerKey = 10;
    private const ulong BlobFileBytes = 64 << 20;

    internal Cache BlockCache { get; } = Cache.CreateLru((ulong)options.BlockCacheBytes);

    internal DbOptions Database(bool create)
    {
        var database = new DbOptions()
            .SetCreateIfMissing(create)
            .SetCreateMissingColumnFamilies(create)
            .SetErrorIfExists(create)
            .SetParanoidChecks(true)
            // A write torn by a crash at the very end is no damage: it was never acknowledged. Anything else is an error.
            .SetWalRecoveryMode(Recovery.TolerateCorruptedTailRecords)
            .SetDbWriteBufferSize((ulong)options.MemtableBytes)
            .SetMaxTotalWalSize((ulong)options.MaxWalBytes)
            .SetMaxOpenFiles(options.MaxOpenFiles)
            .SetBytesPerSync(1 << 20)
            .SetStatsDumpPeriodSec(0)
            .SetInfoLogLevel(InfoLogLevel.Warn)
            .SetMaxLogFileSize(4 << 20)
            .SetKeepLogFileNum(4);
        Native.Instance.rocksdb_options_set_max_background_jobs(database.Handle, options.BackgroundJobs);

        // A log whose predecessor lost its end is refused, instead of being replayed over the hole.
        Native.Instance.rocksdb_options_set_track_and_verify_wals(database.Handle, 1);
        Native.Instance.rocksdb_options_set_track_and_verify_wals_in_manifest(database.Handle, 1);

        // Recovery is asked for, never a background surprise: what a failed write left behind is settled by reopening.
        Native.Instance.rocksdb_options_set_max_bgerror_resume_count(database.Handle, 0);
        return database;
    }

    internal ColumnFamilies Keyspaces() => new(State())
    {
        { RocksDbDatabase.StateName, State() },
        { RocksDbDatabase.LogName, Log() },
        { RocksDbDatabase.ContentsName, Contents() },
    };

    private ColumnFamilyOptions State() => new ColumnFamilyOptions()
        .SetCompression(Compression.Lz4)
        .SetWriteBufferSize((ulong)options.MemtableBytes / 4)
        .SetBlockBasedTableFactory(Table(WalkedBlockBytes, bloom: true));

    private ColumnFamilyOptions Log() => new ColumnFamilyOptions()
        .SetCompression(Compression.Zstd)
        .SetWriteBufferSize((ulong)options.MemtableBytes / 4)
        .SetBlockBasedTableFactory(Table(WalkedBlockBytes, bloom: false));

    private ColumnFamilyOptions Contents()
    {
        var contents = new ColumnFamilyOptions()
            .SetCompression(Compression.Lz4)
            .SetWriteBufferSize((ulong)options.MemtableBytes / 2)
            .SetBlockBasedTableFactory(Table(PointBlockBytes, bloom: true));
        var native = Native.Instance;
        native.rocksdb_options_set_enable_blob_files(contents.Handle, 1);
        native.rocksdb_options_set_min_blob_size(contents.Handle, (ulong)options.MinBlobBytes);
        native.rocksdb_options_set_blob_file_size(contents.Handle, BlobFileBytes);
        native.rocksdb_options_set_blob_compression_type(contents.Handle, (int)Compression.Lz4);
        native.rocksdb_options_set_enable_blob_gc(contents.Handle, 1);
        return contents;
    }

    private BlockBasedTableOptions Table(ulong blockBytes, bool bloom)
    {
        var table = new BlockBasedTableOptions()
            .SetBlockSize(blockBytes)
            .SetBlockCache(BlockCache)
            .SetCacheIndexAndFilterBlocks(true)
            .SetPinL0FilterAndIndexBlocksInCache(true);
        return bloom ? table.SetFilterPolicy(BloomFilterPolicy.Create(BloomBitsPerKey, false)) : table;
    }
}
