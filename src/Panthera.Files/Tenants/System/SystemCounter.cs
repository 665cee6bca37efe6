namespace Panthera.Files.Tenants;

/// <summary>The sequences of the system tenant.</summary>
internal enum SystemCounter : byte
{
    /// <summary>Tenant numbers.</summary>
    Tenant = 1,

    /// <summary>Token ids.</summary>
    Token = 2,
}
