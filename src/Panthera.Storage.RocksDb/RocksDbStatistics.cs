namespace Panthera.Storage.RocksDb;

/// <summary>The engine's sizes, by stable names.</summary>
internal static class RocksDbStatistics
{
    internal static Dictionary<string, long> Of(RocksDbDatabase database, RocksDbTuning tuning, DataDirectory directory) => new()
    {
        ["disk.bytes"] = DiskBytes(directory, "*"),
        ["wal.bytes"] = DiskBytes(directory, "*.log"),
        ["tables.bytes"] = database.Property("rocksdb.total-sst-files-size"),
        ["blobs.bytes"] = database.Property("rocksdb.total-blob-file-size"),
        ["memtable.bytes"] = database.Property("rocksdb.cur-size-all-mem-tables"),
        ["blockcache.bytes"] = (long)tuning.BlockCache.GetUsage(),
        ["compaction.pending.bytes"] = database.Property("rocksdb.estimate-pending-compaction-bytes"),
        ["keys"] = database.Property("rocksdb.estimate-num-keys"),
    };

    private static long DiskBytes(DataDirectory directory, string pattern)
    {
        long sum = 0;
        foreach (var file in new DirectoryInfo(directory.DatabasePath).EnumerateFiles(pattern))
        {
            try
            {
                sum += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Compaction removed it between the listing and the look.
            }
        }

        return sum;
    }
}
