namespace Panthera.Cli.Import;

/// <summary>What became of one file or directory, reported once it is so: a written file is durable by then.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Path">Its path in the tenant.</param>
/// <param name="Source">Its path on this machine.</param>
/// <param name="SizeBytes">Its size as stored.</param>
/// <param name="ETag">Its entity tag as stored; null unless it is.</param>
/// <param name="Reason">Why it was skipped or failed; null otherwise.</param>
internal sealed record ImportedFile(ImportStatus Status, string Path, string Source, long SizeBytes, string? ETag, string? Reason);
