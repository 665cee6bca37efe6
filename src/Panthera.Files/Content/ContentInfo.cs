namespace Panthera.Files.Content;

/// <summary>What memory knows of a stored content; its hash and upload are in the engine (<see cref="ContentIndex"/>).</summary>
/// <param name="Id">Its number.</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="IsInline">Whether the bytes are stored in the engine, and not in a blob file.</param>
/// <param name="References">Inodes that have it.</param>
/// <param name="LetGoAt">Tells the times apart at which the last reference to it went; 0 while there is one.</param>
internal sealed record ContentInfo(ContentId Id, long SizeBytes, bool IsInline, long References, uint LetGoAt);
