namespace Panthera.Files;

/// <summary>The one thing that an access token is for.</summary>
public enum TokenScope : byte
{
    /// <summary>Creates and drops tenants, and mints tokens; reads no content.</summary>
    Server = 1,

    /// <summary>Manages one tenant's schema, groups, grants, owners and tokens; names a subject, and reads no content past that subject's grants.</summary>
    TenantAdmin = 2,

    /// <summary>The permission API on one tenant.</summary>
    Permissions = 3,

    /// <summary>The permission API on one tenant, reading only.</summary>
    PermissionsRead = 4,

    /// <summary>The file API as one user or agent of one tenant.</summary>
    Subject = 5,
}
