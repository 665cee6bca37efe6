using System.Buffers;
using Panthera.Files.Tree.Records;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>Takes contents in, hashed and synced before any commit names them, and opens them again.</summary>
/// <remarks>Thread-safe. Small contents are handed to the commit itself; larger ones become blob files of their own.</remarks>
internal sealed class ContentStore(TenantLog log, BlobFiles blobs, FileStoreOptions options)
{
    /// <summary>Hashes and uploads of the tenant's contents.</summary>
    internal ContentIndex Index { get; } = new(log);

    internal async Task<StagedContent> StageAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(options.InlineContentBytes + 1);
        try
        {
            var length = await content.ReadAtLeastAsync(buffer.AsMemory(0, options.InlineContentBytes + 1), options.InlineContentBytes + 1, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (length > options.MaxContentBytes) throw TooLarge();
            return length <= options.InlineContentBytes
                ? StageInline(buffer.AsSpan(0, length))
                : await StageBlobAsync(buffer, length, content, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Opens a content; its bytes stay readable until the lease is disposed.</summary>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>: the bytes are missing or damaged.</exception>
    internal OpenedContent Open(ContentInfo content)
    {
        if (content.IsInline)
        {
            if (log.ReadAttachment(ContentKeys.Bytes(content.Id)) is { } bytes && bytes.Length == content.SizeBytes) return new(bytes, null);
        }
        else if (Index.Read(content.Id) is { UploadId: not 0 } stored && stored.SizeBytes == content.SizeBytes)
        {
            return new(default, blobs.Open(log.Tenant, new BlobName(stored.Hash, stored.UploadId)));
        }

        throw new StorageException(StorageErrorCode.Corrupt, $"the bytes of content {content.Id.Value:x16} are missing; run fsck, and restore this tenant from a backup");
    }

    /// <summary>Opens staged bytes for reading, as if they were a file's.</summary>
    internal FileContent Reopen(FileContent of, StagedContent staged)
    {
        var blob = staged.UploadId == 0 ? null : blobs.Open(log.Tenant, new BlobName(staged.Hash, staged.UploadId));
        return new(of.Entry with { SizeBytes = staged.SizeBytes }, of.Token, new(staged.Inline, blob));
    }

    internal void DeleteBlob(ContentRecord content) => blobs.Delete(log.Tenant, new BlobName(content.Hash, content.UploadId));

    private static StagedContent StageInline(ReadOnlySpan<byte> bytes) => new(ContentHash.Of(bytes), bytes.Length, bytes.ToArray(), 0, null);

    private RefusedException TooLarge() => new(new(RefusalCode.LimitExceeded, $"the content is larger than {options.MaxContentBytes} bytes"));

    private async Task<StagedContent> StageBlobAsync(byte[] buffer, int length, Stream content, CancellationToken cancellationToken)
    {
        using var upload = blobs.BeginUpload(log.Tenant);
        long total = 0;
        for (; length > 0; length = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false))
        {
            total += length;
            if (total > options.MaxContentBytes) throw TooLarge();
            await upload.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }

        var stored = await upload.CompleteAsync().ConfigureAwait(false);
        return new(stored.Name.Hash, stored.SizeBytes, default, stored.Name.UploadId, () => blobs.Delete(log.Tenant, stored.Name));
    }
}
