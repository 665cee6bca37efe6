using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>A content that was taken in and hashed, and that no commit names yet.</summary>
/// <remarks>Disposing it removes the blob file unless <see cref="Keep"/> was called: a refused write leaves nothing behind.</remarks>
internal sealed class StagedContent(ContentHash hash, long sizeBytes, ReadOnlyMemory<byte> inline, ulong uploadId, Action? discard) : IDisposable
{
    private Action? _discard = discard;

    /// <summary>Stands for the bytes in a rehearsal.</summary>
    internal static StagedContent Nothing { get; } = new(default, 0, default, 0, null);

    /// <summary>What a search for the hash found, and the revision that it can be relied on for.</summary>
    internal (Revision At, ContentId Id) Sought { get; private set; }

    internal ContentHash Hash => hash;

    internal long SizeBytes => sizeBytes;

    /// <summary>The bytes, when they are stored with the commit.</summary>
    internal ReadOnlyMemory<byte> Inline => inline;

    /// <summary>Names the synced blob file together with the hash; 0 when the bytes are inline.</summary>
    internal ulong UploadId => uploadId;

    /// <summary>Looks whether the tenant has these bytes; the writer looks again at what is found.</summary>
    internal void Seek(TenantLog log, ContentIndex index)
    {
        // Read before the engine is, which therefore shows all through it.
        var published = log.Published.Revision;
        if (sizeBytes > 0) Sought = (published, index.Find(hash));
    }

    /// <summary>A durable commit names the blob file: it stays.</summary>
    internal void Keep() => _discard = null;

    public void Dispose() => Interlocked.Exchange(ref _discard, null)?.Invoke();
}
