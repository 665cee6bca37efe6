using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage.Disk;

namespace Panthera.Storage.Checkpoints;

/// <summary>The directory of images: the newest of each tenant and room.</summary>
/// <remarks>
/// <code>
/// DIR/TENANT.ROOM        16 hexadecimal digits . the room's name
/// DIR/TENANT.ROOM.new    one being written; swept at start
/// </code>
/// Thread-safe. An image comes into its place by a rename after it was synced, so that what is there is whole, or was damaged later.
/// </remarks>
internal sealed class CheckpointFiles
{
    private const string Unfinished = ".new";

    private readonly string? _directory;
    private long _written;
    private long _failed;
    private long _opened;
    private long _refused;

    /// <param name="directory">Where; null for a store that writes none. One that cannot be used costs speed, and is counted.</param>
    internal CheckpointFiles(string? directory)
    {
        if (directory is null) return;
        _directory = Path.GetFullPath(directory);
        try
        {
            PrivateDirectory.Create(_directory);
            foreach (var file in Directory.EnumerateFiles(_directory, "*" + Unfinished)) File.Delete(file);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            _directory = null;
            _failed = 1;
        }
    }

    internal bool IsEnabled => _directory is not null;

    /// <summary>Images are written one at a time: they share one disk with the log.</summary>
    internal SemaphoreSlim Turn { get; } = new(1);

    internal void CountFailure() => Interlocked.Increment(ref _failed);

    internal void CountOpened() => Interlocked.Increment(ref _opened);

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    internal void AddStatistics(Dictionary<string, long> statistics)
    {
        statistics["checkpoints.written"] = Interlocked.Read(ref _written);
        statistics["checkpoints.failed"] = Interlocked.Read(ref _failed);
        statistics["checkpoints.opened"] = Interlocked.Read(ref _opened);
        statistics["checkpoints.refused"] = Interlocked.Read(ref _refused);
    }

    /// <summary>Opens the newest image of a tenant's room; null if there is none that can be opened.</summary>
    internal SafeFileHandle? TryOpen(TenantId tenant, string room, out string path)
    {
        path = PathOf(tenant, room);
        try
        {
            return File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess) : null;
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            return null;
        }
    }

    /// <summary>Writes an image and puts it in the place of the one before; if that fails the one before stays.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It could not be written.</exception>
    internal void Write(TenantId tenant, string room, Action<SafeFileHandle> write)
    {
        var path = PathOf(tenant, room);
        var unfinished = path + Unfinished;
        try
        {
            using (var file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.ReadWrite))
            {
                write(file);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(unfinished, path, overwrite: true);
            DirectorySync.Flush(_directory!);
            Interlocked.Increment(ref _written);
        }
        catch
        {
            TryDelete(unfinished);
            throw;
        }
    }

    /// <summary>Removes what there is of a tenant. What cannot be removed is refused when it is looked at, since numbers of tenants are not reused.</summary>
    internal void Drop(TenantId tenant)
    {
        if (_directory is null || !Directory.Exists(_directory)) return;
        foreach (var file in Directory.EnumerateFiles(_directory, Name(tenant) + ".*")) TryDelete(file);
    }

    internal string PathOf(TenantId tenant, string room) => Path.Combine(_directory!, $"{Name(tenant)}.{room}");

    private static string Name(TenantId tenant) => tenant.Value.ToString("x16", CultureInfo.InvariantCulture);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            // It costs space until the next start, and nothing else.
        }
    }
}
