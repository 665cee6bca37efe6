namespace Panthera.Files.Content;

/// <summary>The bytes of an opened content: in memory, or in a blob file held open.</summary>
/// <remarks>One reader at a time. Every byte given was checked against its checksum.</remarks>
internal sealed class OpenedContent(ReadOnlyMemory<byte> inline, BlobReader? blob) : IDisposable
{
    /// <summary>The bytes, when they are in memory.</summary>
    internal ReadOnlyMemory<byte>? Inline => blob is null ? inline : default(ReadOnlyMemory<byte>?);

    /// <summary>The SHA-256 of the whole content: of a blob by its name, of bytes in memory worked out now.</summary>
    internal ContentHash Hash => blob?.Hash ?? ContentHash.Of(inline.Span);

    internal ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (blob is not null) return blob.ReadAsync(offset, destination, cancellationToken);
        var count = (int)Math.Clamp(inline.Length - offset, 0, destination.Length);
        if (count > 0) inline.Slice((int)offset, count).CopyTo(destination);
        return new(count);
    }

    public void Dispose() => blob?.Dispose();
}
