namespace Panthera.Server.Http.Contracts;

/// <summary>All tenants.</summary>
public sealed record TenantsBody
{
    /// <summary>The tenants.</summary>
    public required IReadOnlyList<TenantBody> Tenants { get; init; }
}
