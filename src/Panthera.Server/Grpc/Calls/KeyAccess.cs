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
/// <remarks>INVARIANT (tenant-by-token): the tenant comes from the key alone. The key is looked up anew for each call, so that a revoked one opens
/// nothing from its commit on; that costs less than a microsecond.</remarks>
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
    internal ValueTask<PermissionCall> AdmitAsync(HttpContext http, bool isWrite, CancellationToken cancelled)
    {
        if (_authenticator.TryAuthenticate(http.Request.Headers, out var token, out var failure)) return AdmitAsync(token, isWrite, cancelled);
        if (failure == AuthenticationFailure.InvalidToken && Testing is { } testing) return AdmitTesterAsync(testing, Authenticator.SecretOf(http.Request.Headers), cancelled);
        _metrics.Unauthenticated();
        _logger.LogWarning("authentication refused: {Failure} from {Address}", failure, http.Connection.RemoteIpAddress);
        var code = failure == AuthenticationFailure.InvalidToken ? StatusCode.PermissionDenied : StatusCode.Unauthenticated;
        throw WireErrors.Plain(code, Authenticator.DetailOf(failure));
    }

    private ValueTask<PermissionCall> AdmitAsync(AccessToken token, bool isWrite, CancellationToken cancelled)
    {
        if (token is not { Scope: TokenScope.Permissions or TokenScope.PermissionsRead or TokenScope.TenantAdmin, Tenant: { } tenant })
        {
            throw WireErrors.Plain(StatusCode.PermissionDenied, "this takes a key of scope `permissions`, `permissions-read` or `tenant-admin`");
        }

        if (isWrite && token.Scope == TokenScope.PermissionsRead)
        {
            throw WireErrors.Plain(StatusCode.PermissionDenied, "the key only reads: a change takes one of scope `permissions`");
        }

        return RentAsync(token, tenant, cancelled);
    }

    private async ValueTask<PermissionCall> RentAsync(AccessToken token, TenantId tenant, CancellationToken cancelled)
    {
        var rented = await _store.RentTenantAsync(tenant).ConfigureAwait(false);
        if (rented.IsAccepted) return new(rented.Value, ActorOf(token), cancelled);
        // A key whose tenant is gone is no key any more.
        throw rented.Refusal.Code == RefusalCode.NotFound
            ? WireErrors.Plain(StatusCode.PermissionDenied, Authenticator.DetailOf(AuthenticationFailure.InvalidToken))
            : WireErrors.Of(rented.Refusal);
    }

    private static string ActorOf(AccessToken token) => token.Subject is { } subject ? $"token {token.Id} of {subject}" : $"token {token.Id}";

    private static async ValueTask<PermissionCall> AdmitTesterAsync(TestingTenants testing, string key, CancellationToken cancelled)
    {
        var rented = await testing.RentAsync(key).ConfigureAwait(false);
        return rented.IsAccepted ? new(rented.Value, "tester", cancelled) : throw WireErrors.Of(rented.Refusal);
    }
}
