using Panthera.Files.Tree;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>Removes the blob files of a tenant that no commit names: those of writes that a crash cut short.</summary>
/// <remarks>Only when a tenant is opened, before it takes writes: later, an upload may be about to be named.</remarks>
internal static class OrphanedBlobs
{
    internal static void Sweep(BlobFiles blobs, TenantLog log)
    {
        var tree = log.Published.Of(TreeRoom.Instance);
        foreach (var (tenant, name) in blobs.Of(log.Tenant))
        {
            var isNamed = tree.TryGetContent(name.Hash, out var content) && content.UploadId == name.UploadId;
            if (!isNamed) blobs.Delete(tenant, name);
        }
    }
}
