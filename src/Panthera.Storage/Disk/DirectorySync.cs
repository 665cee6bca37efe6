using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Panthera.Storage.Disk;

/// <summary>Makes the names in a directory survive power loss: a new or renamed file is durable only once its directory is synced too.</summary>
/// <remarks>.NET opens no directories, so this calls libc itself. Windows journals names with the file; there it does nothing.</remarks>
public static partial class DirectorySync
{
    // O_RDONLY, which opens a directory on every Unix. O_CLOEXEC is left out: its value differs, and the descriptor lives for one call.
    private const int ReadOnly = 0;

    /// <summary>Syncs a directory.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <exception cref="IOException">It could not be opened or synced.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) FlushUnix(directory);
    }

    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    private static void FlushUnix(string directory)
    {
        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0) throw Failure(directory);
        try
        {
            if (Sync(descriptor) != 0) throw Failure(directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string directory)
    {
        var error = Marshal.GetLastPInvokeError();
        return new($"directory `{directory}` could not be synced: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
