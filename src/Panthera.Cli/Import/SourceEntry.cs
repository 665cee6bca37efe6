namespace Panthera.Cli.Import;

/// <summary>Something found below the directory that is imported.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="FullPath">Where it is on this machine.</param>
/// <param name="RelativePath">Where it is below the directory, with slashes.</param>
/// <param name="SizeBytes">Its size when it was found; 0 for all but files.</param>
/// <param name="ModifiedAt">When it was last modified.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
internal sealed record SourceEntry(SourceKind Kind, string FullPath, string RelativePath, long SizeBytes, DateTimeOffset ModifiedAt, string? Problem = null);
