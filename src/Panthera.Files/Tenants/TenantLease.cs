using Panthera.Files.Tenants;

namespace Panthera.Files;

/// <summary>The use of a tenant: it stays in memory until this is disposed.</summary>
/// <remarks>Take one a request; disposing it twice ends it once. What the tenant gave out (contents being read, snapshots) must not be used afterwards.</remarks>
public sealed class TenantLease : IDisposable
{
    private readonly ResidentTenants _residents;
    private ResidentTenants.Residence? _residence;

    internal TenantLease(ResidentTenants residents, ResidentTenants.Residence residence)
    {
        _residents = residents;
        _residence = residence;
        Tenant = residence.Opening.Value.Result;
    }

    /// <summary>The tenant.</summary>
    public Tenant Tenant { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _residence, null) is { } residence) _residents.Return(residence);
    }
}
