namespace Panthera.Files;

/// <summary>What a tenant was created as.</summary>
public enum TenantKind : byte
{
    /// <summary>With a file tree, a root directory and the built-in schema.</summary>
    Files = 1,

    /// <summary>Permissions only: no schema until one is written, no reserved names.</summary>
    Bare = 2,
}
