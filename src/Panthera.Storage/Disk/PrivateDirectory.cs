namespace Panthera.Storage.Disk;

/// <summary>Makes directories that only the account of this process can enter: what is stored in them is guarded by us, not by file modes.</summary>
public static class PrivateDirectory
{
    /// <summary>Creates a directory and those above it, where they are missing; existing ones keep their mode.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="IOException">It could not be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It could not be created.</exception>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
