using System.IO.Hashing;
using System.Text;
using Panthera.Storage.Disk;

namespace Panthera.Storage.RocksDb;

/// <summary>The directory of one store: it is recognized by its FORMAT file, and held by a lock for as long as it is open.</summary>
/// <remarks>
/// <code>
/// DIR/FORMAT      panthera-data 3 / created-by … / engine … / checksum …     (text, one fact a line)
/// DIR/LOCK        locked while the store is open
/// DIR/OWNER       the id of the process that holds the lock, for the error message
/// DIR/MARK        how far the write-ahead log was synced
/// DIR/RESERVE     space set aside for a recovery on a full disk
/// DIR/rocksdb/    the database
/// DIR/blobs/      large contents, the files room's own
/// DIR/checkpoints/  images of large tenants; may be removed while the store is closed
/// </code>
/// FORMAT comes last: a directory that has only FORMAT.new was being created when the process ended, and nothing in it was acknowledged.
/// </remarks>
internal sealed class DataDirectory : IDisposable
{
    internal const string FormatName = "FORMAT";
    internal const string DatabaseName = "rocksdb";
    private const string NewFormatName = "FORMAT.new";
    internal const string ReserveName = "RESERVE";
    private const string LockName = "LOCK";
    private const string OwnerName = "OWNER";

    // Enough for a recovery to write the newest tables and a manifest before it drops the log that fills the disk.
    private const int ReserveBytes = 16 << 20;
    private const string Magic = "panthera-data";

    // 2: the numbers of inodes and contents are a slot and a generation. 3: contents are found by hash and by upload in the engine.
    private const int Version = 3;

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        FullPath = path;
        _lock = held;
    }

    internal string FullPath { get; }

    internal string DatabasePath => Path.Combine(FullPath, DatabaseName);

    /// <summary>Whether the store is yet to be created.</summary>
    internal bool IsNew { get; private set; }

    /// <summary>Locks a directory; creates it if it is missing, and refuses one that holds anything else.</summary>
    internal static DataDirectory Open(string directory)
    {
        var path = Path.GetFullPath(directory);
        try
        {
            if (File.Exists(path)) throw new StorageException(StorageErrorCode.Unavailable, $"`{path}` is a file; name a directory for the data");
            PrivateDirectory.Create(path);
            var isNew = !File.Exists(Path.Combine(path, FormatName));
            if (isNew) RefuseForeign(path);
            var data = new DataDirectory(path, Lock(path));
            data.Begin();
            return data;
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw DiskFault.ToStorageException(exception, $"data directory `{path}` cannot be opened for writing");
        }
    }

    /// <summary>Records that everything was created: from now on the directory is a store.</summary>
    internal void CompleteCreation()
    {
        File.Move(Path.Combine(FullPath, NewFormatName), Path.Combine(FullPath, FormatName));
        DirectorySync.Flush(FullPath);
        IsNew = false;
    }

    /// <summary>Sets space aside, if there is any, so that a write that filled the disk can be recovered from without outside help.</summary>
    internal void TakeReserve()
    {
        var path = Path.Combine(FullPath, ReserveName);
        try
        {
            if (!File.Exists(path))
                new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = ReserveBytes }).Dispose();
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            // No room for it just now; the next opening or recovery tries again.
        }
    }

    /// <summary>Gives the reserve back to the file system.</summary>
    internal void ReleaseReserve() => File.Delete(Path.Combine(FullPath, ReserveName));

    /// <summary>Fails if there is no room for the little that a recovery writes.</summary>
    internal void Probe()
    {
        const int probeBytes = 1 << 20;
        var path = Path.Combine(FullPath, "PROBE");
        try
        {
            using var probe = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.Write(new byte[probeBytes]);
            probe.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw DiskFault.ToStorageException(exception, $"data directory `{FullPath}` still cannot be written");
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void RefuseForeign(string path)
    {
        if (File.Exists(Path.Combine(path, NewFormatName))) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(path))
        {
            // A fresh file system has lost+found; a process that was ended at once has left its lock.
            var name = Path.GetFileName(entry);
            if (name is "lost+found" or LockName or OwnerName) continue;
            throw new StorageException(StorageErrorCode.UnknownFormat, $"directory `{path}` is not empty (it has `{name}`) and is not a panthera data directory; name an empty or a new one");
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new StorageException(StorageErrorCode.Locked, $"data directory `{path}` is open in {Owner(path)}", exception);
        }
    }

    // EWOULDBLOCK: 11 on Linux, 35 on macOS; a sharing violation on Windows.
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Owner(string path)
    {
        try
        {
            var owner = File.ReadAllText(Path.Combine(path, OwnerName)).Trim();
            return owner == Environment.ProcessId.ToString() ? "this process already; close it first" : $"process {owner}; stop that process first";
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            return "another process; stop that process first";
        }
    }

    private void Begin()
    {
        try
        {
            // Asked again under the lock: whoever held it may just have created the store.
            File.WriteAllText(Path.Combine(FullPath, OwnerName), Environment.ProcessId.ToString());
            if (File.Exists(Path.Combine(FullPath, FormatName)))
            {
                CheckFormat();
                return;
            }

            IsNew = true;
            WriteNewFormat();
            if (Directory.Exists(DatabasePath)) Directory.Delete(DatabasePath, recursive: true);
            File.Delete(Path.Combine(FullPath, DurabilityMark.FileName));
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    private void WriteNewFormat()
    {
        var build = typeof(DataDirectory).Assembly.GetName().Version;
        var facts = $"{Magic} {Version}\ncreated-by panthera {build}\nengine rocksdb\n";
        using (var file = new FileStream(Path.Combine(FullPath, NewFormatName), FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes($"{facts}checksum {Checksum(facts)}\n"));
            file.Flush(flushToDisk: true);
        }

        DirectorySync.Flush(FullPath);
    }

    private void CheckFormat()
    {
        var path = Path.Combine(FullPath, FormatName);
        var text = File.ReadAllText(path);
        var version = text.Split('\n')[0];
        if (!version.StartsWith(Magic + " ", StringComparison.Ordinal)) throw Damaged(path);
        if (version != $"{Magic} {Version}")
            throw new StorageException(StorageErrorCode.UnknownFormat, $"`{path}` says `{version}`; this build reads `{Magic} {Version}`: open it with the build that wrote it");
        var end = text.IndexOf("checksum ", StringComparison.Ordinal);
        if (end < 0 || text[end..] != $"checksum {Checksum(text[..end])}\n") throw Damaged(path);
    }

    private static string Checksum(string facts) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(facts)).ToString("x16");

    private static StorageException Damaged(string path) => new(StorageErrorCode.Corrupt, $"`{path}` is damaged; restore it from a backup");
}
