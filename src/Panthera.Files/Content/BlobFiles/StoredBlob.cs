namespace Panthera.Files.Content;

/// <summary>What an upload stored.</summary>
/// <param name="Hash">The SHA-256 of the bytes.</param>
/// <param name="SizeBytes">How many bytes there are.</param>
/// <param name="Name">Where they are.</param>
internal readonly record struct StoredBlob(ContentHash Hash, long SizeBytes, BlobName Name);
