using Panthera.Storage;

namespace Panthera.Files.Content;

/// <summary>Removes the blob files of a tenant that no commit names: those of writes that a crash cut short.</summary>
/// <remarks>Only when a tenant is opened, before it takes writes: later, an upload may be about to be named. It goes by uploads, never by hashes: whatever
/// contents there are, a file that one of them names stays.</remarks>
internal static class OrphanedBlobs
{
    internal static void Sweep(BlobFiles blobs, TenantId tenant, ContentIndex index)
    {
        foreach (var (_, name) in blobs.Of(tenant))
        {
            if (!IsNamed(index, name)) blobs.Delete(tenant, name);
        }
    }

    private static bool IsNamed(ContentIndex index, BlobName name)
    {
        try
        {
            return index.FindUpload(name.UploadId) != ContentId.Empty;
        }
        catch (StorageException exception) when (exception.Code == StorageErrorCode.Corrupt)
        {
            // In doubt the bytes stay; fsck reports the entry.
            return true;
        }
    }
}
