using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Panthera.Files;
using Panthera.Server.Authentication;
using Panthera.Server.Diagnostics;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Testing;
using Panthera.Storage;

namespace Panthera.Server.Grpc.Calls;

/// <summary>Finds out which tenant a key opens, and whether it may change anything there.</summary>
/// <remarks>INVARIANT (tenant-by-token): the tenant comes from the key alone. The key is looked at anew for each call, and before its message is
/// taken in, so that a revoked one opens nothing from its commit on, and who has none takes no memory.</remarks>
internal sealed class KeyAccess
{
    private readonly PantheraStore _store;
    private readonly Authenticator _authenticator;
    private readonly ServerMetrics _metrics;
    private readonly ILogger _logger;

    internal KeyAccess(PantheraStore store, ServerMetrics metrics, ILogger logger)
    {
        _store = store;
        _authenticator = new(store);
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>The tenants of unknown keys; null outside of testing mode. Set before the first call.</summary>
    internal TestingTenants? Testing { get; set; }

    /// <summary>Admits a call.</summary>
    /// <param name="http">The request that carries it.</param>
    /// <param name="isWrite">Whether it changes something.</param>
    /// <param name="cancelled">Ends the call.</param>
    /// <exception cref="RpcException">There is no key, it is unknown, or it may not.</exception>
    internal ValueTask<PermissionCall> AdmitAsync(HttpContext http, bool isWrite, CancellationToken cancelled) =>
        Check(http, isWrite) is { } token ? RentAsync(http, token, cancelled) : AdmitTesterAsync(http, cancelled);

    /// <summary>Looks at the key alone.</summary>
    /// <param name="http">The request that carries it.</param>
    /// <param name="isWrite">Whether the call changes something.</param>
    /// <returns>The token; null for a key that testing mode gives a tenant.</returns>
    /// <exception cref="RpcException">There is no key, it is unknown, or it may not.</exception>
    internal AccessToken? Check(HttpContext http, bool isWrite)
    {
        if (_authenticator.TryAuthenticate(http.Request.Headers, out var token, out var failure)) return Check(token, isWrite);
        if (failure == AuthenticationFailure.InvalidToken && Testing is not null) return null;
        _metrics.Unauthenticated();
        _logger.LogWarning("authentication refused: {Failure} from {Address}", failure, http.Connection.RemoteIpAddress);
        var code = failure == AuthenticationFailure.InvalidToken ? StatusCode.PermissionDenied : StatusCode.Unauthenticated;
        throw WireErrors.Plain(code, Authenticator.DetailOf(failure));
    }

    private static AccessToken Check(AccessToken token, bool isWrite)
    {
        if (token is not { Scope: TokenScope.Permissions or TokenScope.PermissionsRead or TokenScope.TenantAdmin, Tenant: not null })
        {
            throw WireErrors.Plain(StatusCode.PermissionDenied, "this takes a key of scope `permissions`, `permissions-read` or `tenant-admin`");
        }

        if (isWrite && token.Scope == TokenScope.PermissionsRead)
        {
            throw WireErrors.Plain(StatusCode.PermissionDenied, "the key only reads: a change takes one of scope `permissions`");
        }

        return token;
    }

    private async ValueTask<PermissionCall> RentAsync(HttpContext http, AccessToken token, CancellationToken cancelled)
    {
        var rented = await _store.RentTenantAsync(token.Tenant!.Value).ConfigureAwait(false);
        if (rented.IsAccepted) return new(this, http, rented.Value, ActorOf(token), cancelled);
        // A key whose tenant is gone is no key any more.
        throw rented.Refusal.Code == RefusalCode.NotFound
            ? WireErrors.Plain(StatusCode.PermissionDenied, Authenticator.DetailOf(AuthenticationFailure.InvalidToken))
            : WireErrors.Of(rented.Refusal);
    }

    private static string ActorOf(AccessToken token) => token.Subject is { } subject ? $"token {token.Id} of {subject}" : $"token {token.Id}";

    private async ValueTask<PermissionCall> AdmitTesterAsync(HttpContext http, CancellationToken cancelled)
    {
        var rented = await Testing!.RentAsync(Authenticator.SecretOf(http.Request.Headers)).ConfigureAwait(false);
        return rented.IsAccepted ? new(this, http, rented.Value, "tester", cancelled) : throw WireErrors.Of(rented.Refusal);
    }
}
