using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Panthera.Files;

namespace Panthera.Server.Grpc.Calls;

/// <summary>A call that is authenticated and within its key's rights: the tenant it is about, and who makes it.</summary>
/// <remarks>The tenant stays in memory until the call is disposed, which is when its answer has been made, or its last result taken.</remarks>
internal sealed class PermissionCall : IDisposable
{
    private readonly KeyAccess _access;
    private readonly HttpContext _http;
    private readonly TenantLease _lease;

    internal PermissionCall(KeyAccess access, HttpContext http, TenantLease lease, string actor, CancellationToken cancelled)
    {
        _access = access;
        _http = http;
        _lease = lease;
        Actor = actor;
        Cancelled = cancelled;
    }

    /// <summary>The key's tenant; there are no others.</summary>
    internal Tenant Tenant => _lease.Tenant;

    /// <summary>Who a commit says made it.</summary>
    internal string Actor { get; }

    /// <summary>Ends with the connection, or when the client's deadline has passed.</summary>
    internal CancellationToken Cancelled { get; }

    /// <summary>Looks at the key again, before a call that has waited for its client changes something.</summary>
    /// <exception cref="RpcException">It has been revoked, or has expired.</exception>
    internal void RecheckForWrite() => _access.Check(_http, isWrite: true);

    public void Dispose() => _lease.Dispose();
}
