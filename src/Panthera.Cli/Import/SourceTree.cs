namespace Panthera.Cli.Import;

/// <summary>Walks a directory of this machine, a directory before what is in it, names in order.</summary>
/// <remarks>Holds one directory's names at a time for each level, never the whole tree. Links are reported and not followed.</remarks>
internal sealed class SourceTree
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

    private readonly string _root;

    /// <param name="root">The directory.</param>
    internal SourceTree(string root) => _root = Path.GetFullPath(root);

    /// <summary>What is below it; what cannot be looked at comes as <see cref="SourceKind.Unreadable"/>.</summary>
    internal IEnumerable<SourceEntry> Walk() => Walk(new DirectoryInfo(_root), "");

    private static IEnumerable<SourceEntry> Walk(DirectoryInfo directory, string prefix)
    {
        var entries = Names(directory, out var problem);
        if (problem is not null) yield return new(SourceKind.Unreadable, directory.FullName, prefix.TrimEnd('/'), 0, default, problem);
        foreach (var entry in entries)
        {
            var found = Classify(entry, prefix + entry.Name);
            yield return found;
            if (found.Kind != SourceKind.Directory) continue;
            foreach (var below in Walk((DirectoryInfo)entry, found.RelativePath + "/")) yield return below;
        }
    }

    private static FileSystemInfo[] Names(DirectoryInfo directory, out string? problem)
    {
        try
        {
            var entries = directory.GetFileSystemInfos("*", Everything);
            Array.Sort(entries, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
            problem = null;
            return entries;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
            return [];
        }
    }

    private static SourceEntry Classify(FileSystemInfo entry, string relativePath)
    {
        try
        {
            var modifiedAt = new DateTimeOffset(entry.LastWriteTimeUtc, TimeSpan.Zero);
            if (entry.LinkTarget is not null || (entry.Attributes & FileAttributes.ReparsePoint) != 0) return new(SourceKind.Link, entry.FullName, relativePath, 0, modifiedAt);
            if (entry is not FileInfo file) return new(SourceKind.Directory, entry.FullName, relativePath, 0, modifiedAt);
            // .NET decodes names leniently; a name that is not UTF-8 cannot be found again under what it decoded to.
            if (!file.Exists) return Unreadable(entry, relativePath, "it is gone, or its name is not valid UTF-8");
            return FileTypes.IsSpecial(file.FullName)
                ? new(SourceKind.Special, entry.FullName, relativePath, 0, modifiedAt)
                : new(SourceKind.File, entry.FullName, relativePath, file.Length, modifiedAt);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(entry, relativePath, exception.Message);
        }
    }

    private static SourceEntry Unreadable(FileSystemInfo entry, string relativePath, string problem) =>
        new(SourceKind.Unreadable, entry.FullName, relativePath, 0, default, problem);
}
