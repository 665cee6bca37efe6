using Panthera.Storage.Log;

namespace Panthera.Files;

/// <summary>An open tenant.</summary>
public sealed class Tenant
{
    // What a tenant takes besides its state: its log's queue and encoder, its writer and maintenance loops. Measured with thousands of empty tenants.
    private const long FixedBytes = 32 << 10;

    internal Tenant(TenantInfo info, TenantLog log, PermissionStore permissions, FileStore? files)
    {
        Info = info;
        Log = log;
        Permissions = permissions;
        Files = files;
    }

    /// <summary>Its entry in the directory of tenants.</summary>
    public TenantInfo Info { get; }

    /// <summary>Its log.</summary>
    public TenantLog Log { get; }

    /// <summary>Its schema and relationships, and the questions about them.</summary>
    public PermissionStore Permissions { get; }

    /// <summary>Its files; null for a bare tenant.</summary>
    public FileStore? Files { get; }

    /// <summary>What it takes in memory.</summary>
    internal long ResidentBytes => FixedBytes + Log.Published.ResidentBytes;
}
