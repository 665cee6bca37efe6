using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Server.Authentication;
using Panthera.Server.Http.Endpoints;

namespace Panthera.Server.Http;

/// <summary>The API's paths. Matched as they are sent, byte for byte: each has one spelling.</summary>
internal sealed class Router
{
    private const string Get = "GET";
    private const string Put = "PUT";
    private const string Post = "POST";
    private const string Delete = "DELETE";

    // In the order in which they are tried: the busiest first.
    private readonly Route[] _routes;

    internal Router(PantheraStore store) => _routes = [.. FileRoutes(), .. SharingRoutes(), .. AdministrationRoutes(store)];

    /// <summary>Finds the route of a path, and the part of the path that its parameter is.</summary>
    internal Route? Match(string path, out int restStart, out int restLength)
    {
        foreach (var route in _routes)
        {
            if (route.Matches(path, out restStart, out restLength)) return route;
        }

        restStart = restLength = 0;
        return null;
    }

    /// <summary>What the Allow header says of a route.</summary>
    internal static string Allowed(Route route)
    {
        var methods = route.Methods.Select(method => method.Method);
        return string.Join(", ", route.Find(Get) is null ? methods : methods.Append(HttpMethods.Head));
    }

    private static IEnumerable<Route> FileRoutes() =>
    [
        new()
        {
            Name = "/v1/files/{path}", Prefix = "/v1/files", Shape = RouteShape.FilePath, Scopes = TokenScopes.Files, IsStream = true, TakesConditions = true,
            Methods = [(Get, ContentResponse.ReadAsync), (Put, FileEndpoints.WriteAsync), (Post, FileEndpoints.AppendAsync), (Delete, FileEndpoints.DeleteAsync)],
        },
        new()
        {
            Name = "/v1/entries/{path}", Prefix = "/v1/entries", Shape = RouteShape.FilePath, Scopes = TokenScopes.Files,
            Methods = [(Get, EntryEndpoints.ReadAsync)],
        },
        new()
        {
            Name = "/v1/directories/{path}", Prefix = "/v1/directories", Shape = RouteShape.FilePath, Scopes = TokenScopes.Files,
            Methods = [(Post, EntryEndpoints.MakeDirectoryAsync)],
        },
        new() { Name = "/v1/move", Prefix = "/v1/move", Scopes = TokenScopes.Files, Methods = [(Post, PlacementEndpoints.MoveAsync)] },
        new() { Name = "/v1/copy", Prefix = "/v1/copy", Scopes = TokenScopes.Files, Methods = [(Post, PlacementEndpoints.CopyAsync)] },
    ];

    private static IEnumerable<Route> SharingRoutes() =>
    [
        new() { Name = "/v1/check", Prefix = "/v1/check", Scopes = TokenScopes.Files, Methods = [(Post, CheckEndpoints.CheckAsync)] },
        new() { Name = "/v1/explain", Prefix = "/v1/explain", Scopes = TokenScopes.Files, Methods = [(Post, CheckEndpoints.ExplainAsync)] },
        new()
        {
            Name = "/v1/grants/{path}", Prefix = "/v1/grants", Shape = RouteShape.FilePath, Scopes = TokenScopes.Files,
            Methods = [(Get, GrantEndpoints.ListAsync), (Post, GrantEndpoints.GrantAsync), (Delete, GrantEndpoints.RevokeAsync)],
        },
        new()
        {
            Name = "/v1/owner/{path}", Prefix = "/v1/owner", Shape = RouteShape.FilePath, Scopes = TokenScopes.Files,
            Methods = [(Put, GrantEndpoints.ChangeOwnerAsync)],
        },
        new() { Name = "/v1/groups", Prefix = "/v1/groups", Scopes = TokenScopes.Files, Methods = [(Post, GroupEndpoints.CreateAsync)] },
        new()
        {
            Name = "/v1/groups/{group}/members", Prefix = "/v1/groups/", Shape = RouteShape.Segment, Suffix = "/members", Scopes = TokenScopes.Files,
            Methods = [(Post, GroupEndpoints.AddMemberAsync), (Delete, GroupEndpoints.RemoveMemberAsync)],
        },
    ];

    private static IEnumerable<Route> AdministrationRoutes(PantheraStore store)
    {
        var tenants = new TenantEndpoints(store);
        var tokens = new TokenEndpoints(store);
        const TokenScopes Administrators = TokenScopes.Server | TokenScopes.TenantAdmin;
        return
        [
            new() { Name = "/v1/tenants", Prefix = "/v1/tenants", Scopes = TokenScopes.Server, Methods = [(Get, tenants.ListAsync), (Post, tenants.CreateAsync)] },
            new()
            {
                Name = "/v1/tenants/{name}", Prefix = "/v1/tenants/", Shape = RouteShape.Segment, Scopes = TokenScopes.Server,
                Methods = [(Delete, tenants.DropAsync)],
            },
            new() { Name = "/v1/tokens", Prefix = "/v1/tokens", Scopes = Administrators, Methods = [(Get, tokens.ListAsync), (Post, tokens.MintAsync)] },
            new()
            {
                Name = "/v1/tokens/{id}", Prefix = "/v1/tokens/", Shape = RouteShape.Segment, Scopes = Administrators,
                Methods = [(Delete, tokens.RevokeAsync)],
            },
        ];
    }
}
