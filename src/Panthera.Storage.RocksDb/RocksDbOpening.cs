using Panthera.Storage.Disk;

namespace Panthera.Storage.RocksDb;

/// <summary>Opens the database of a data directory, or creates it, and holds it to what was acknowledged.</summary>
internal static class RocksDbOpening
{
    internal static RocksDbDatabase Open(DataDirectory data, DurabilityMark mark, RocksDbTuning tuning)
    {
        if (data.IsNew)
        {
            var created = RocksDbDatabase.Create(data.DatabasePath, tuning);
            DirectorySync.Flush(data.FullPath);
            data.CompleteCreation();
            return created;
        }

        // Opening for writing replays the log into tables and drops it: whether it is whole is found out first, while nothing is changed.
        var marked = mark.Read();
        if (marked > 0)
        {
            using var look = RocksDbDatabase.OpenReadOnly(data.DatabasePath, tuning);
            RequireThrough(marked, look, data);
        }

        var opened = RocksDbDatabase.Open(data.DatabasePath, tuning);
        try
        {
            RequireThrough(marked, opened, data);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static void RequireThrough(ulong marked, RocksDbDatabase database, DataDirectory data)
    {
        if (database.LatestSequence < marked)
            throw new StorageException(StorageErrorCode.Corrupt, $"data directory `{data.FullPath}` has lost acknowledged writes: its log ends at change {database.LatestSequence}, and {marked} were synced; restore it from a backup, or delete `{Path.Combine(data.FullPath, DurabilityMark.FileName)}` to go on with what is left");
    }
}
