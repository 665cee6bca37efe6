using Panthera.Files.Content;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>An opened content: the bytes of one version of a file, readable at any offset however the file changes meanwhile.</summary>
/// <remarks>It is a lease: the snapshot it was opened at is already released, and the bytes stay until it is disposed. One reader at a time. Every byte handed
/// out has been checked against its checksum; damage throws <see cref="StorageException"/> before any wrong byte is given.</remarks>
public sealed class FileContent : IDisposable
{
    private readonly OpenedContent _bytes;
    private ContentHash? _hash;

    internal FileContent(FileEntry entry, ZedToken token, OpenedContent bytes)
    {
        Entry = entry;
        Token = token;
        _bytes = bytes;
    }

    /// <summary>The file as it was opened.</summary>
    public FileEntry Entry { get; }

    /// <summary>The SHA-256 of the whole content.</summary>
    /// <remarks>Of a small content it is worked out when it is first asked for: some microseconds to some tens of them.</remarks>
    public ContentHash Hash => _hash ??= _bytes.Hash;

    /// <summary>The moment it was opened at.</summary>
    public ZedToken Token { get; }

    /// <summary>The content's length.</summary>
    public long SizeBytes => Entry.SizeBytes;

    /// <summary>Reads bytes from an offset on.</summary>
    /// <param name="offset">From 0 to the length.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were read; 0 only at the end, or for an empty destination.</returns>
    public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return _bytes.ReadAsync(offset, destination, cancellationToken);
    }

    /// <summary>Copies a part of the content to a stream.</summary>
    /// <param name="destination">Receives the bytes.</param>
    /// <param name="offset">Where the part starts.</param>
    /// <param name="count">Its length; it must lie within the content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CopyToAsync(Stream destination, long offset, long count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, SizeBytes, nameof(count));
        if (_bytes.Inline is { } inline)
        {
            await destination.WriteAsync(inline.Slice((int)offset, (int)count), cancellationToken).ConfigureAwait(false);
            return;
        }

        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent((int)Math.Min(count, 256 << 10));
        try
        {
            while (count > 0)
            {
                var read = await _bytes.ReadAsync(offset, buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken).ConfigureAwait(false);
                if (read == 0) throw new StorageException(StorageErrorCode.Corrupt, $"the content of `{Entry.Path}` ends early; restore it from a backup");
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                offset += read;
                count -= read;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
