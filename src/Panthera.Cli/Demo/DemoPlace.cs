using Panthera.Cli.Output;

namespace Panthera.Cli.Demo;

/// <summary>Where the demo keeps its data: in a directory of its own that goes with it, or in one that was named and stays.</summary>
internal sealed class DemoPlace : IDisposable
{
    private DemoPlace(string directory, bool isKept)
    {
        DataDirectory = directory;
        IsKept = isKept;
    }

    internal string DataDirectory { get; }

    internal bool IsKept { get; }

    /// <param name="directory">A directory to keep; null for a temporary one.</param>
    /// <exception cref="UsageException">The directory is in use for something else.</exception>
    internal static DemoPlace At(string? directory)
    {
        if (directory is null) return new(Directory.CreateTempSubdirectory("panthera-demo-").FullName, isKept: false);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
            throw new UsageException($"`{directory}` is not empty; the demo begins with an empty directory: name a new one");
        return new(directory, isKept: true);
    }

    /// <summary>The length of all files in there.</summary>
    internal long DiskBytes() => new DirectoryInfo(DataDirectory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Exists ? file.Length : 0);

    public void Dispose()
    {
        if (!IsKept && Directory.Exists(DataDirectory)) Directory.Delete(DataDirectory, recursive: true);
    }
}
