using System.Buffers.Binary;
using Panthera.Files.Tree.Records;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>What the engine knows of a tenant's contents and memory does not: their hashes and uploads, by number and the other way round.</summary>
/// <remarks>
/// <para>Thread-safe; every look-up reads the engine, and sees at least every commit that was published when it began.</para>
/// <para>INVARIANT (one-hash): no two contents that a tenant has share a hash. Entries are written and removed in the very batch of the commit that makes or
/// removes their content, so that no crash comes between them.</para>
/// </remarks>
internal sealed class ContentIndex(TenantLog log)
{
    private const int IdBytes = 8;

    /// <summary>Reads the record of a content; null if the tenant does not have it, or no longer.</summary>
    /// <exception cref="StorageException">The record is damaged.</exception>
    internal ContentRecord? Read(ContentId id)
    {
        Span<byte> key = stackalloc byte[IdBytes];
        BinaryPrimitives.WriteUInt64BigEndian(key, id.Value);
        return (ContentRecord?)log.ReadRecord(FileRecordKinds.Content, key);
    }

    /// <summary>Finds the content that has a hash; <see cref="ContentId.Empty"/> if none has.</summary>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>: the entry is damaged, or names a content with another hash.</exception>
    internal ContentId Find(ContentHash hash)
    {
        var id = Look(hash);
        if (id == ContentId.Empty || Read(id) is not { } record) return ContentId.Empty;

        // Trusted for the bytes that a file gets, so looked at from both sides.
        return record.Hash == hash
            ? id
            : throw new StorageException(StorageErrorCode.Corrupt, $"the index of contents by hash says that {hash} is content {id.Value:x16}, which has another hash; run fsck, and restore this tenant from a backup");
    }

    /// <summary>Reads the entry of a hash alone.</summary>
    internal ContentId Look(ContentHash hash) => ReadId(ContentKeys.ByHash(hash));

    /// <summary>Finds the content whose bytes an upload stored; <see cref="ContentId.Empty"/> if no commit names the upload.</summary>
    internal ContentId FindUpload(ulong uploadId) => ReadId(ContentKeys.ByUpload(uploadId));

    /// <summary>Every entry by hash, in the order of hashes, as they were when the walk began.</summary>
    internal IEnumerable<(ContentHash Hash, ContentId Id)> ByHash()
    {
        foreach (var (key, value) in log.ReadAttachments(ContentKeys.HashSpace)) yield return (new(key.AsSpan(1)), IdOf(value.Span));
    }

    /// <summary>Adds a content's entries to the commit that makes it.</summary>
    internal static void Add(Draft draft, ContentRecord content)
    {
        Span<byte> id = stackalloc byte[IdBytes];
        BinaryPrimitives.WriteUInt64BigEndian(id, content.Id.Value);
        draft.Attach(ContentKeys.ByHash(content.Hash), id);
        if (content.UploadId != 0) draft.Attach(ContentKeys.ByUpload(content.UploadId), id);
    }

    /// <summary>Takes a content's entries away in the commit that removes it.</summary>
    internal static void Remove(Draft draft, ContentRecord content)
    {
        draft.Detach(ContentKeys.ByHash(content.Hash));
        if (content.UploadId != 0) draft.Detach(ContentKeys.ByUpload(content.UploadId));
    }

    private ContentId ReadId(byte[] key) => log.ReadAttachment(key) is { } value ? IdOf(value.Span) : ContentId.Empty;

    private static ContentId IdOf(ReadOnlySpan<byte> value) => value.Length == IdBytes
        ? new(BinaryPrimitives.ReadUInt64BigEndian(value))
        : throw new StorageException(StorageErrorCode.Corrupt, "an index entry of a content is no content number; run fsck, and restore this tenant from a backup");
}
