using RocksDbSharp;

namespace Panthera.Storage.RocksDb;

/// <summary>Gives RocksDB's errors, which are texts, their storage error codes.</summary>
internal static class RocksDbFault
{
    internal static StorageException ToStorageException(RocksDbException exception, string directory)
    {
        var text = exception.Message;
        if (Says(text, "No space left on device") || Says(text, "Disk quota exceeded") || Says(text, "not enough space"))
            return new(StorageErrorCode.DiskFull, $"the disk of data directory `{directory}` is full; free some space", exception);
        if (Says(text, "lock") && (Says(text, "Resource temporarily unavailable") || Says(text, "lock hold by current process")))
            return new(StorageErrorCode.Locked, $"data directory `{directory}` is open already; stop the other process", exception);
        if (IsDamage(text))
            return new(StorageErrorCode.Corrupt, $"data directory `{directory}` is damaged: {text}; restore it from a backup", exception);
        return new(StorageErrorCode.Unavailable, $"data directory `{directory}` could not be used: {text}", exception);
    }

    // A missing database or keyspace, and a table or log that is gone, come as these: in a directory that has its FORMAT file they mean damage.
    private static bool IsDamage(string text) =>
        text.StartsWith("Corruption", StringComparison.Ordinal)
        || text.StartsWith("Invalid argument", StringComparison.Ordinal)
        || text.StartsWith("Not implemented", StringComparison.Ordinal)
        || Says(text, "checksum mismatch")
        || Says(text, "No such file or directory");

    private static bool Says(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
