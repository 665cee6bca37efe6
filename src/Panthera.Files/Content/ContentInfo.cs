namespace Panthera.Files.Content;

/// <summary>What memory knows of a stored content.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Hash">Its SHA-256.</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="UploadId">Names the blob file together with the hash; 0 when the bytes are stored in the engine.</param>
/// <param name="References">Inodes that have it.</param>
/// <param name="LetGoAt">Tells the times apart at which the last reference to it went; 0 while there is one.</param>
internal sealed record ContentInfo(ContentId Id, ContentHash Hash, long SizeBytes, ulong UploadId, long References, uint LetGoAt)
{
    internal bool IsInline => UploadId == 0;
}
