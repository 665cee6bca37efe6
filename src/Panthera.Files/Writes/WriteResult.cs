using Panthera.Storage;

namespace Panthera.Files;

/// <summary>What a write made.</summary>
/// <param name="Entry">The file as written.</param>
/// <param name="Created">Whether it was not there before.</param>
/// <param name="Token">Names the commit; a read that gives it back sees the write.</param>
public sealed record WriteResult(FileEntry Entry, bool Created, ZedToken Token);
