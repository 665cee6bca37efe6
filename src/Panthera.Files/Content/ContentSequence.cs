namespace Panthera.Files.Content;

/// <summary>Reads several opened contents one after the other, as one stream; closes none of them.</summary>
internal sealed class ContentSequence(params IReadOnlyList<FileContent> parts) : Stream
{
    private int _part;
    private long _offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_part < parts.Count && !buffer.IsEmpty)
        {
            var read = await parts[_part].ReadAsync(_offset, buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0)
            {
                _offset += read;
                return read;
            }

            _part++;
            _offset = 0;
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read it asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
