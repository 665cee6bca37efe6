using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Panthera.Storage;
using Panthera.Storage.Disk;

namespace Panthera.Files.Content;

/// <summary>The store of large contents: one file each, one directory a tenant.</summary>
/// <remarks>
/// <code>
/// ROOT/TENANT/HASH-UPLOAD     16 hexadecimal digits / the blob's name
/// ROOT/uploads/…              what is being stored; swept at start
/// </code>
/// Thread-safe. A blob belongs to whoever has its name: what no commit names is swept by the caller.
/// </remarks>
internal sealed class BlobFiles
{
    private const string UploadsName = "uploads";

    // Null for none: then there are no blobs, and none can be stored.
    private readonly string? _root;
    private readonly Func<ulong> _newUploadId;

    // Tenants whose directory is known to survive power loss.
    private readonly ConcurrentDictionary<TenantId, bool> _synced = new();

    /// <summary>Opens the store, and creates its directory if it is missing.</summary>
    /// <exception cref="StorageException">The directory cannot be created.</exception>
    internal BlobFiles(string? rootDirectory)
        : this(rootDirectory, RandomUploadId)
    {
    }

    internal BlobFiles(string? rootDirectory, Func<ulong> newUploadId)
    {
        _newUploadId = newUploadId;
        if (rootDirectory is null) return;
        _root = Path.GetFullPath(rootDirectory);
        Guarded("could not be created", () =>
        {
            PrivateDirectory.Create(_root);
            PrivateDirectory.Create(Path.Combine(_root, UploadsName));
            DirectorySync.Flush(_root);
            if (Path.GetDirectoryName(_root) is { } parent) DirectorySync.Flush(parent);
        });
    }

    /// <summary>Where what is being stored waits; swept at start. Null for none.</summary>
    internal string? UploadsDirectory => _root is null ? null : Path.Combine(_root, UploadsName);

    /// <summary>Begins to store a content.</summary>
    /// <exception cref="StorageException">No file can be created.</exception>
    internal BlobUpload BeginUpload(TenantId tenant)
    {
        var uploadId = _newUploadId();
        return new(this, tenant, uploadId, Path.Combine(Root, UploadsName, $"{tenant.Value:x16}-{uploadId:x16}"));
    }

    /// <summary>Opens a stored content for reading.</summary>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>: it is missing or not what was stored.</exception>
    internal BlobReader Open(TenantId tenant, BlobName name) => new(PathOf(tenant, name), name);

    /// <summary>Removes a stored content; does nothing if it is not there.</summary>
    /// <exception cref="StorageException">It could not be removed.</exception>
    internal void Delete(TenantId tenant, BlobName name)
    {
        var path = PathOf(tenant, name);
        Guarded("could not be cleaned up", () =>
        {
            if (File.Exists(path)) File.Delete(path);
        });
    }

    /// <summary>Removes everything stored of a tenant.</summary>
    /// <exception cref="StorageException">It could not be removed.</exception>
    internal void DropTenant(TenantId tenant)
    {
        if (_root is null) return;
        var path = DirectoryOf(tenant);
        _synced.TryRemove(tenant, out _);
        Guarded("could not be cleaned up", () =>
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        });
    }

    /// <summary>Lists every stored content, in no order; files of other names are passed over.</summary>
    internal IEnumerable<(TenantId Tenant, BlobName Name)> All()
    {
        if (_root is null) yield break;
        foreach (var directory in Directory.EnumerateDirectories(_root))
        {
            if (!TryParseTenant(Path.GetFileName(directory), out var tenant)) continue;
            foreach (var blob in Of(tenant)) yield return blob;
        }
    }

    /// <summary>Lists the stored contents of a tenant, in no order; files of other names are passed over.</summary>
    internal IEnumerable<(TenantId Tenant, BlobName Name)> Of(TenantId tenant)
    {
        if (_root is null) yield break;
        var directory = DirectoryOf(tenant);
        if (!Directory.Exists(directory)) yield break;
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            if (BlobName.TryParse(Path.GetFileName(file), out var name)) yield return (tenant, name);
        }
    }

    /// <summary>Removes what uploads left behind that a crash cut short. Only before the first upload.</summary>
    /// <exception cref="StorageException">Something could not be removed.</exception>
    internal void SweepTemporary() => Guarded("could not be cleaned up", () =>
    {
        if (_root is null) return;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_root, UploadsName))) File.Delete(file);
    });

    /// <summary>Gives a synced upload its name, durably.</summary>
    internal void Publish(string temporaryPath, TenantId tenant, BlobName name)
    {
        var directory = DirectoryOf(tenant);
        if (!_synced.ContainsKey(tenant))
        {
            // Whoever finds the directory made by somebody else still cannot know that its name was synced.
            PrivateDirectory.Create(directory);
            DirectorySync.Flush(Root);
            _synced[tenant] = true;
        }

        File.Move(temporaryPath, PathOf(tenant, name), overwrite: false);
        DirectorySync.Flush(directory);
    }

    private string Root => _root ?? throw new StorageException(StorageErrorCode.Unavailable, "this store keeps nothing on disk, so contents that are too large for memory cannot be stored");

    private static ulong RandomUploadId()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    private static bool TryParseTenant(string text, out TenantId tenant)
    {
        var isNumber = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        tenant = new(value);
        return isNumber && text.Length == 16;
    }

    private string DirectoryOf(TenantId tenant) => Path.Combine(Root, tenant.Value.ToString("x16", CultureInfo.InvariantCulture));

    private string PathOf(TenantId tenant, BlobName name) => Path.Combine(DirectoryOf(tenant), name.ToString());

    private void Guarded(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw DiskFault.ToStorageException(exception, $"blob directory `{_root}` {what}");
        }
    }
}
