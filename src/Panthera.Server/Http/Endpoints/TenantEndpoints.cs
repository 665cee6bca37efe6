using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http.Endpoints;

/// <summary>`/v1/tenants` and `/v1/tenants/{name}`, for tokens of the server itself.</summary>
internal sealed class TenantEndpoints
{
    private readonly PantheraStore _store;

    internal TenantEndpoints(PantheraStore store) => _store = store;

    internal Task ListAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, [], out _, out var error)) return request.FailAsync(error);
        var body = new TenantsBody { Tenants = [.. _store.Tenants.Select(tenant => tenant.ToBody())] };
        return JsonBodies.WriteAsync(request, StatusCodes.Status200OK, body, PantheraJson.Default.TenantsBody);
    }

    internal async Task CreateAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<TenantRequest>(request).ConfigureAwait(false) is not { } body) return;
        if (body.Bare == (body.Owner is not null))
        {
            await request.FailAsync("a tenant has either an `owner` of its root directory, or is `bare`").ConfigureAwait(false);
            return;
        }

        if (!body.Bare && !ApiRequest.TrySubject(body.Owner!, out _, out var error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var outcome = await (body.Bare
            ? _store.CreateBareTenantAsync(body.Name, request.Cancelled)
            : _store.CreateTenantAsync(body.Name, Permissions.SubjectReference.Parse(body.Owner!), request.Cancelled)).ConfigureAwait(false);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        request.Metrics.Committed("tenant");
        request.Response.Headers.Location = "/v1/tenants/" + outcome.Value.Name;
        await JsonBodies.WriteAsync(request, StatusCodes.Status201Created, outcome.Value.ToBody(), PantheraJson.Default.TenantBody).ConfigureAwait(false);
    }

    internal async Task DropAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, [], out _, out var error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var outcome = await _store.DropTenantAsync(request.Segment, request.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        request.Metrics.Committed("tenant");
        request.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
