using Panthera.Files;

namespace Panthera.Server.Authentication;

/// <summary>The scopes that a route admits.</summary>
[Flags]
internal enum TokenScopes
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Tenants and tokens of the whole server.</summary>
    Server = 1 << TokenScope.Server,

    /// <summary>One tenant's administration.</summary>
    TenantAdmin = 1 << TokenScope.TenantAdmin,

    /// <summary>The file API as one subject.</summary>
    Subject = 1 << TokenScope.Subject,

    /// <summary>Whoever acts as a subject in a tenant; what they may do there, the file store decides.</summary>
    Files = TenantAdmin | Subject,
}
