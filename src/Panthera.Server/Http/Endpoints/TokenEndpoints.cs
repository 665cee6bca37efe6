using System.Globalization;
using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http.Endpoints;

/// <summary>`/v1/tokens` and `/v1/tokens/{id}`: the server's tokens manage all, a tenant admin's those of its tenant.</summary>
internal sealed class TokenEndpoints
{
    private readonly PantheraStore _store;

    internal TokenEndpoints(PantheraStore store) => _store = store;

    internal Task ListAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, [], out _, out var error)) return request.FailAsync(error);
        var names = _store.Tenants.ToDictionary(tenant => tenant.Id, tenant => tenant.Name);
        var tokens = new List<TokenBody>();
        foreach (var token in _store.Tokens)
        {
            if (Manages(request.Token, token)) tokens.Add(token.ToBody(token.Tenant is { } tenant ? names.GetValueOrDefault(tenant) : null));
        }

        return JsonBodies.WriteAsync(request, StatusCodes.Status200OK, new TokensBody { Tokens = tokens }, PantheraJson.Default.TokensBody);
    }

    internal async Task MintAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<TokenRequest>(request).ConfigureAwait(false) is not { } body) return;
        SubjectReference? subject = null;
        if (!TryTenant(request.Token, body, out var scope, out var tenant, out var kind, out var error)
            || (body.Subject is { } text && !SubjectReference.TryParse(text, out subject, out error)))
        {
            await request.FailAsync(kind, error).ConfigureAwait(false);
            return;
        }

        var outcome = await _store.MintTokenAsync(scope, tenant, subject, body.ExpiresAt, request.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        request.Metrics.Committed("token");
        var minted = outcome.Value;
        request.Response.Headers.Location = "/v1/tokens/" + minted.Token.Id.ToString(CultureInfo.InvariantCulture);
        var answer = new MintedTokenBody { Secret = minted.Secret, Token = minted.Token.ToBody(tenant) };
        await JsonBodies.WriteAsync(request, StatusCodes.Status201Created, answer, PantheraJson.Default.MintedTokenBody).ConfigureAwait(false);
    }

    internal async Task RevokeAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, [], out _, out var error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var token = ulong.TryParse(request.Segment, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? _store.Tokens.FirstOrDefault(each => each.Id == id) : null;
        // Another tenant's token is, to a tenant admin, no token at all.
        if (token is null || !Manages(request.Token, token))
        {
            await request.FailAsync(Problems.NotFound, $"there is no token `{request.Segment}`").ConfigureAwait(false);
            return;
        }

        var outcome = await _store.RevokeTokenAsync(id, request.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        request.Metrics.Committed("token");
        request.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static bool Manages(AccessToken manager, AccessToken token) =>
        manager.Scope == TokenScope.Server || (manager.Tenant is { } tenant && token.Tenant == tenant);

    /// <summary>Decides which tenant the new token is for. A tenant admin mints for its own alone, and never one of the server's.</summary>
    private bool TryTenant(AccessToken manager, TokenRequest body, out TokenScope scope, out string? tenant, out ProblemKind kind, out string error)
    {
        kind = Problems.InvalidArgument;
        tenant = body.Tenant;
        error = WireNames.TryParse(body.Scope, out scope)
            ? ""
            : $"there is no scope `{body.Scope}`; there are `server`, `tenant-admin`, `permissions`, `permissions-read` and `subject`";
        if (error.Length > 0) return false;
        if (manager.Scope == TokenScope.Server) return true;

        kind = Problems.WrongScope;
        var own = _store.Tenants.FirstOrDefault(each => each.Id == manager.Tenant)?.Name;
        tenant ??= own;
        error = own is null || tenant != own ? "a tenant admin mints tokens for its own tenant alone; leave out `tenant`"
            : scope == TokenScope.Server ? "a tenant admin cannot mint a token of scope `server`"
            : "";
        if (error.Length > 0) return false;
        kind = Problems.InvalidArgument;
        return true;
    }
}
