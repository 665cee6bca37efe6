using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage;
using Panthera.Storage.Disk;

namespace Panthera.Files.Content;

/// <summary>Reads a stored content from any offset.</summary>
/// <remarks>
/// <para>INVARIANT (verified-bytes): no byte is handed out before the checksum of its chunk was verified.</para>
/// <para>Confined to one reader at a time. It keeps one chunk, so that small reads in order read each chunk once. What it reads stays readable
/// when the blob is deleted meanwhile, except on Windows, where deleting waits for it.</para>
/// </remarks>
internal sealed class BlobReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly BlobName _name;
    private readonly string _path;
    private readonly byte[] _chunk = new byte[BlobFormat.StoredChunkBytes];
    private long _held = -1;

    internal BlobReader(string path, BlobName name)
    {
        _path = path;
        _name = name;
        try
        {
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw BlobFormat.Corrupt(path, "is missing");
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw Unreadable(exception);
        }

        try
        {
            SizeBytes = ReadSize();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The SHA-256 that the content was stored under, which its header says too.</summary>
    internal ContentHash Hash => _name.Hash;

    /// <summary>The content's size.</summary>
    internal long SizeBytes { get; }

    /// <summary>Reads bytes from an offset.</summary>
    /// <returns>How many bytes were read: fewer than fit only at the content's end.</returns>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>: a chunk is not what was stored; what was copied before is sound.</exception>
    internal int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var copied = 0;
        while (copied < destination.Length && offset + copied < SizeBytes)
        {
            var index = (offset + copied) / BlobFormat.ChunkBytes;
            if (_held != index) Load(index);
            copied += CopyFrom(index, offset + copied, destination[copied..]);
        }

        return copied;
    }

    /// <summary>Reads bytes from an offset; suspends while they are read.</summary>
    /// <returns>How many bytes were read: fewer than fit only at the content's end.</returns>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>: a chunk is not what was stored; what was copied before is sound.</exception>
    internal async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var copied = 0;
        while (copied < destination.Length && offset + copied < SizeBytes)
        {
            var index = (offset + copied) / BlobFormat.ChunkBytes;
            if (_held != index) await LoadAsync(index, cancellationToken).ConfigureAwait(false);
            copied += CopyFrom(index, offset + copied, destination.Span[copied..]);
        }

        return copied;
    }

    /// <summary>Reads every chunk and checks it and the SHA-256 of the whole.</summary>
    internal void Verify(CancellationToken cancellationToken)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        for (long index = 0; index * BlobFormat.ChunkBytes < SizeBytes; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Load(index);
            hash.AppendData(_chunk.AsSpan(0, DataBytes(index)));
        }

        if (new ContentHash(hash.GetHashAndReset()) != _name.Hash) throw BlobFormat.Corrupt(_path, "does not have the hash that its name says");
    }

    public void Dispose() => _file.Dispose();

    private long ReadSize()
    {
        try
        {
            Span<byte> header = stackalloc byte[BlobFormat.HeaderBytes];
            var count = RandomAccess.Read(_file, header, 0);
            var sizeBytes = BlobFormat.ReadHeader(header[..count], _name, _path);
            if (RandomAccess.GetLength(_file) != BlobFormat.FileBytes(sizeBytes)) throw BlobFormat.Corrupt(_path, "is shorter or longer than its content");
            return sizeBytes;
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw Unreadable(exception);
        }
    }

    private int DataBytes(long index) => (int)Math.Min(BlobFormat.ChunkBytes, SizeBytes - (index * BlobFormat.ChunkBytes));

    private int CopyFrom(long index, long offset, Span<byte> destination)
    {
        var data = _chunk.AsSpan(0, DataBytes(index))[(int)(offset - (index * BlobFormat.ChunkBytes))..];
        var count = Math.Min(data.Length, destination.Length);
        data[..count].CopyTo(destination);
        return count;
    }

    private void Load(long index)
    {
        _held = -1;
        var stored = _chunk.AsMemory(0, DataBytes(index) + BlobFormat.ChecksumBytes);
        try
        {
            for (var count = 0; count < stored.Length;)
            {
                var read = RandomAccess.Read(_file, stored.Span[count..], BlobFormat.ChunkOffset(index) + count);
                if (read == 0) throw BlobFormat.Corrupt(_path, "ends before its content");
                count += read;
            }
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw Unreadable(exception);
        }

        Verify(index, stored.Span);
    }

    private async ValueTask LoadAsync(long index, CancellationToken cancellationToken)
    {
        _held = -1;
        var stored = _chunk.AsMemory(0, DataBytes(index) + BlobFormat.ChecksumBytes);
        try
        {
            for (var count = 0; count < stored.Length;)
            {
                var read = await RandomAccess.ReadAsync(_file, stored[count..], BlobFormat.ChunkOffset(index) + count, cancellationToken).ConfigureAwait(false);
                if (read == 0) throw BlobFormat.Corrupt(_path, "ends before its content");
                count += read;
            }
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw Unreadable(exception);
        }

        Verify(index, stored.Span);
    }

    private void Verify(long index, ReadOnlySpan<byte> stored)
    {
        var data = stored[..^BlobFormat.ChecksumBytes];
        if (BinaryPrimitives.ReadUInt64LittleEndian(stored[data.Length..]) != BlobFormat.Checksum(_name.UploadId, index, data))
            throw BlobFormat.Corrupt(_path, $"fails the checksum of its chunk {index}");
        _held = index;
    }

    private StorageException Unreadable(Exception exception) => DiskFault.ToStorageException(exception, $"blob file `{_path}` could not be read");
}
