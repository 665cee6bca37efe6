namespace Panthera.Server.Http.Contracts;

/// <summary>Asks for a new tenant: with files and an owner of its root directory, or bare.</summary>
public sealed record TenantRequest
{
    /// <summary>Its name: `[a-z0-9][a-z0-9-]{0,62}`.</summary>
    public required string Name { get; init; }

    /// <summary>The user or agent who owns the root directory; absent for a bare tenant.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether the tenant has permissions only, and no files.</summary>
    public bool Bare { get; init; }
}
