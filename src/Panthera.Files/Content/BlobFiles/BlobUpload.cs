using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage;
using Panthera.Storage.Disk;

namespace Panthera.Files.Content;

/// <summary>A content on its way to disk: hashed and checksummed while it is stored in a temporary file.</summary>
/// <remarks>Confined to one writer at a time. Disposed without <see cref="CompleteAsync"/> it leaves nothing behind.</remarks>
internal sealed class BlobUpload : IDisposable
{
    private readonly BlobFiles _files;
    private readonly TenantId _tenant;
    private readonly ulong _uploadId;
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _chunk = new byte[BlobFormat.StoredChunkBytes];
    private int _filled;
    private long _chunks;
    private bool _ended;

    internal BlobUpload(BlobFiles files, TenantId tenant, ulong uploadId, string temporaryPath)
    {
        _files = files;
        _tenant = tenant;
        _uploadId = uploadId;
        _path = temporaryPath;
        try
        {
            _file = File.OpenHandle(temporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw DiskFault.ToStorageException(exception, $"blob file `{temporaryPath}` could not be created");
        }
    }

    /// <summary>The bytes taken so far.</summary>
    internal long SizeBytes => (_chunks * BlobFormat.ChunkBytes) + _filled;

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="StorageException">They could not be stored; the upload is over, and its file removed.</exception>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[Fill(bytes)..];
            if (_filled < BlobFormat.ChunkBytes) continue;
            try
            {
                RandomAccess.Write(_file, SealChunk(out var offset).Span, offset);
            }
            catch (Exception exception) when (DiskFault.IsDiskFault(exception))
            {
                throw Failed(exception);
            }
        }
    }

    /// <summary>Takes the next bytes; suspends while they are written.</summary>
    /// <exception cref="StorageException">They could not be stored; the upload is over, and its file removed.</exception>
    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[Fill(bytes.Span)..];
            if (_filled < BlobFormat.ChunkBytes) continue;
            try
            {
                // Not cancelled half-way: a chunk counts as written from here on.
                cancellationToken.ThrowIfCancellationRequested();
                await RandomAccess.WriteAsync(_file, SealChunk(out var offset), offset, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (DiskFault.IsDiskFault(exception))
            {
                throw Failed(exception);
            }
        }
    }

    /// <summary>Syncs what was written and gives it its name; once it returns, the content survives power loss.</summary>
    /// <exception cref="StorageException">It could not be stored, and its file is removed.</exception>
    internal Task<StoredBlob> CompleteAsync()
    {
        ObjectDisposedException.ThrowIf(_ended, this);

        // Syncing blocks for milliseconds: not on the caller's thread.
        return Task.Run(Complete);
    }

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        _file.Dispose();
        _hash.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            // The sweep at the next start removes it.
        }
    }

    private StoredBlob Complete()
    {
        try
        {
            var sizeBytes = SizeBytes;
            if (_filled > 0) RandomAccess.Write(_file, SealChunk(out var offset).Span, offset);
            Span<byte> hash = stackalloc byte[ContentHash.SizeBytes];
            _hash.GetHashAndReset(hash);
            var name = new BlobName(new(hash), _uploadId);
            Span<byte> header = stackalloc byte[BlobFormat.HeaderBytes];
            BlobFormat.WriteHeader(header, name, sizeBytes);
            RandomAccess.Write(_file, header, 0);
            RandomAccess.FlushToDisk(_file);
            _file.Dispose();
            _files.Publish(_path, _tenant, name);
            _hash.Dispose();
            _ended = true;
            return new(name.Hash, sizeBytes, name);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw Failed(exception);
        }
    }

    private int Fill(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, BlobFormat.ChunkBytes - _filled);
        bytes[..count].CopyTo(_chunk.AsSpan(_filled));
        _filled += count;
        return count;
    }

    private ReadOnlyMemory<byte> SealChunk(out long offset)
    {
        var data = _chunk.AsSpan(0, _filled);
        _hash.AppendData(data);
        BinaryPrimitives.WriteUInt64LittleEndian(_chunk.AsSpan(_filled), BlobFormat.Checksum(_uploadId, _chunks, data));
        var stored = _chunk.AsMemory(0, _filled + BlobFormat.ChecksumBytes);
        offset = BlobFormat.ChunkOffset(_chunks);
        _chunks++;
        _filled = 0;
        return stored;
    }

    private StorageException Failed(Exception exception)
    {
        Dispose();
        return DiskFault.ToStorageException(exception, $"blob file `{_path}` could not be written");
    }
}
