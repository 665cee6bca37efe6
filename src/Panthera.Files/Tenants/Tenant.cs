using Panthera.Storage.Log;

namespace Panthera.Files;

/// <summary>An open tenant.</summary>
public sealed class Tenant
{
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
}
