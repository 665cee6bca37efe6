using Panthera.Storage;

namespace Panthera.Files;

/// <summary>One page of a listing.</summary>
/// <param name="Entries">The entries that the caller may see, in order: by name bytewise, a directory before what is below it.</param>
/// <param name="NextCursor">Where the next page starts; null after the last.</param>
/// <param name="Token">The moment that the page shows.</param>
public sealed record EntryPage(IReadOnlyList<FileEntry> Entries, string? NextCursor, ZedToken Token);
