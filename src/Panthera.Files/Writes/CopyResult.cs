using Panthera.Storage;

namespace Panthera.Files;

/// <summary>What a copy made, and what it left out.</summary>
/// <param name="Entry">The copy's root.</param>
/// <param name="CopiedEntries">Files and directories copied.</param>
/// <param name="LeftOut">Directories of which only a part was copied, because the caller may only pass through them; at most 1,000. What the caller cannot see is not mentioned.</param>
/// <param name="Token">Names the commit.</param>
public sealed record CopyResult(FileEntry Entry, long CopiedEntries, IReadOnlyList<FilePath> LeftOut, ZedToken Token);
