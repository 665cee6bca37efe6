using System.Net.Http.Headers;
using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Server.Http.Contracts;
using Panthera.Storage;

namespace Panthera.Cli.Client;

/// <summary>A server, called through its HTTP API with one access token, which says whose rights apply and in which tenant.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RemoteClient : IPantheraClient
{
    private static readonly PantheraJson Json = PantheraJson.Default;

    private readonly ApiConnection _connection;

    private RemoteClient(ApiConnection connection) => _connection = connection;

    // The API has no such argument: a client is not believed about times past.
    public bool KeepsModificationTimes => false;

    /// <exception cref="UsageException">The address is none.</exception>
    internal static RemoteClient Open(string url, string token) => new(new ApiConnection(url, token));

    public Task<Outcome<FileEntry>> StatAsync(string path, CancellationToken cancellationToken) =>
        AtAsync(path, at => _connection.SendAsync(HttpMethod.Get, ApiConnection.Route("/v1/entries", at), Json.EntryBody, cancellationToken), Bodies.Entry);

    public Task<Outcome<EntryPage>> ListAsync(string path, ListOptions options, CancellationToken cancellationToken)
    {
        var query = $"?list&limit={options.Limit}{(options.Recursive ? "&recursive" : "")}{(options.Cursor is { } cursor ? "&cursor=" + Uri.EscapeDataString(cursor) : "")}";
        return AtAsync(path, at => _connection.SendAsync(HttpMethod.Get, ApiConnection.Route("/v1/entries", at) + query, Json.ListBody, cancellationToken), Bodies.Page);
    }

    public async Task<Outcome<FileEntry>> ReadAsync(string path, ByteRange? range, Stream destination, CancellationToken cancellationToken)
    {
        var stat = await StatAsync(path, cancellationToken);
        if (!stat.IsAccepted) return stat;
        var request = new HttpRequestMessage(HttpMethod.Get, ApiConnection.Route("/v1/files", path));
        if (range is { } part) request.Headers.Range = part.First is null ? new RangeHeaderValue(null, part.Last) : new RangeHeaderValue(part.First, part.Last);
        using var response = await _connection.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) return await ApiConnection.ProblemAsync(response, cancellationToken);
        await response.Content.CopyToAsync(destination, cancellationToken);
        return stat;
    }

    public async Task<Outcome<string>> HashAsync(string path, CancellationToken cancellationToken)
    {
        var parsed = FilePath.Parse(path);
        if (!parsed.IsAccepted) return parsed.Refusal;
        var request = new HttpRequestMessage(HttpMethod.Head, ApiConnection.Route("/v1/files", parsed.Value));
        using var response = await _connection.SendAsync(request, cancellationToken);
        const string Prefix = "sha-256=:";
        var digest = response.Headers.TryGetValues("Repr-Digest", out var values) ? values.First() : "";
        if (!response.IsSuccessStatusCode || !digest.StartsWith(Prefix, StringComparison.Ordinal))
            return new Refusal(RefusalCode.NotFound, $"the server gives no digest of `{path}`");
        return Convert.ToHexStringLower(Convert.FromBase64String(digest[Prefix.Length..].TrimEnd(':')));
    }

    public Task<Outcome<WriteResult>> WriteAsync(string path, Stream content, WriteOptions options, CancellationToken cancellationToken) => AtAsync(
        path,
        at =>
        {
            var uri = ApiConnection.Route("/v1/files", at) + (options.CreateParents ? "?parents" : "");
            var request = new HttpRequestMessage(HttpMethod.Put, uri) { Content = new StreamContent(content) };
            if (options.CreateOnly) request.Headers.TryAddWithoutValidation("If-None-Match", "*");
            if (options.IfMatch is { } tag) request.Headers.TryAddWithoutValidation("If-Match", tag);
            return _connection.SendAsync(request, Json.WriteBody, cancellationToken);
        },
        Bodies.Write);

    public Task<Outcome<WriteResult>> MakeDirectoryAsync(string path, bool createParents, CancellationToken cancellationToken) => AtAsync(
        path,
        at => _connection.SendAsync(HttpMethod.Post, ApiConnection.Route("/v1/directories", at) + (createParents ? "?parents" : ""), Json.WriteBody, cancellationToken),
        Bodies.Write);

    public async Task<Outcome<ChangeResult>> MoveAsync(string from, string to, MoveOptions options, CancellationToken cancellationToken)
    {
        var body = new MoveRequest { From = from, To = to, Replace = options.Replace, IfMatch = options.IfMatch };
        return Map(await _connection.SendAsync(HttpMethod.Post, "/v1/move", body, Json.MoveRequest, Json.ChangeBody, cancellationToken), Bodies.Change);
    }

    public async Task<Outcome<CopyResult>> CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        Map(await _connection.SendAsync(HttpMethod.Post, "/v1/copy", new CopyRequest { From = from, To = to }, Json.CopyRequest, Json.CopyBody, cancellationToken), Bodies.Copy);

    public async Task<Outcome<ChangeResult>> DeleteAsync(string path, DeleteOptions options, CancellationToken cancellationToken)
    {
        var parsed = FilePath.Parse(path);
        if (!parsed.IsAccepted) return parsed.Refusal;
        var request = new HttpRequestMessage(HttpMethod.Delete, ApiConnection.Route("/v1/files", parsed.Value) + (options.Recursive ? "?recursive" : ""));
        if (options.IfMatch is { } tag) request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var response = await _connection.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) return await ApiConnection.ProblemAsync(response, cancellationToken);
        var text = response.Headers.TryGetValues("Panthera-Token", out var values) ? values.First() : null;
        return ZedToken.TryParse(text, out var token) ? new ChangeResult(true, token) : throw new UsageException("the server answers a delete without its token; use the server's version of `panthera`");
    }

    public Task<Outcome<ChangeResult>> GrantAsync(string path, string relation, SubjectReference subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var body = new GrantRequest { Relation = relation, Subject = subject.ToString(), ExpiresAt = expiresAt };
        return AtAsync(path, at => _connection.SendAsync(HttpMethod.Post, ApiConnection.Route("/v1/grants", at), body, Json.GrantRequest, Json.ChangeBody, cancellationToken), Bodies.Change);
    }

    public Task<Outcome<ChangeResult>> RevokeAsync(string path, string relation, SubjectReference subject, CancellationToken cancellationToken)
    {
        var query = $"?relation={Uri.EscapeDataString(relation)}&subject={Uri.EscapeDataString(subject.ToString())}";
        return AtAsync(path, at => _connection.SendAsync(HttpMethod.Delete, ApiConnection.Route("/v1/grants", at) + query, Json.ChangeBody, cancellationToken), Bodies.Change);
    }

    public Task<Outcome<IReadOnlyList<Grant>>> GrantsAsync(string path, CancellationToken cancellationToken) =>
        AtAsync(path, at => _connection.SendAsync(HttpMethod.Get, ApiConnection.Route("/v1/grants", at), Json.GrantsBody, cancellationToken), Bodies.Grants);

    public Task<Outcome<ChangeResult>> ChangeOwnerAsync(string path, SubjectReference owner, CancellationToken cancellationToken)
    {
        var body = new OwnerRequest { Owner = owner.ToString() };
        return AtAsync(path, at => _connection.SendAsync(HttpMethod.Put, ApiConnection.Route("/v1/owner", at), body, Json.OwnerRequest, Json.ChangeBody, cancellationToken), Bodies.Change);
    }

    public async Task<Outcome<ChangeResult>> CreateGroupAsync(string group, SubjectReference? manager, CancellationToken cancellationToken)
    {
        var body = new GroupRequest { Name = group, Manager = manager?.ToString() };
        return Map(await _connection.SendAsync(HttpMethod.Post, "/v1/groups", body, Json.GroupRequest, Json.ChangeBody, cancellationToken), Bodies.Change);
    }

    public async Task<Outcome<ChangeResult>> AddGroupMemberAsync(string group, SubjectReference member, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var body = new GroupMemberRequest { Member = member.ToString(), ExpiresAt = expiresAt };
        return Map(await _connection.SendAsync(HttpMethod.Post, Members(group), body, Json.GroupMemberRequest, Json.ChangeBody, cancellationToken), Bodies.Change);
    }

    public async Task<Outcome<ChangeResult>> RemoveGroupMemberAsync(string group, SubjectReference member, CancellationToken cancellationToken)
    {
        var uri = $"{Members(group)}?member={Uri.EscapeDataString(member.ToString())}";
        return Map(await _connection.SendAsync(HttpMethod.Delete, uri, Json.ChangeBody, cancellationToken), Bodies.Change);
    }

    public async Task<Outcome<CheckAnswer>> CheckAsync(SubjectReference subject, string permission, string path, CancellationToken cancellationToken)
    {
        var body = new CheckRequest { Subject = subject.ToString(), Permission = permission, Path = path };
        return Map(await _connection.SendAsync(HttpMethod.Post, "/v1/check", body, Json.CheckRequest, Json.CheckBody, cancellationToken), Bodies.Check);
    }

    public async Task<Outcome<FileExplanation>> ExplainAsync(SubjectReference subject, string permission, string path, CancellationToken cancellationToken)
    {
        var body = new CheckRequest { Subject = subject.ToString(), Permission = permission, Path = path };
        return Map(await _connection.SendAsync(HttpMethod.Post, "/v1/explain", body, Json.CheckRequest, Json.ExplanationBody, cancellationToken), Bodies.Explanation);
    }

    public async Task<Outcome<TenantInfo>> CreateTenantAsync(string name, SubjectReference? owner, CancellationToken cancellationToken)
    {
        var body = new TenantRequest { Name = name, Owner = owner?.ToString(), Bare = owner is null };
        return Map(await _connection.SendAsync(HttpMethod.Post, "/v1/tenants", body, Json.TenantRequest, Json.TenantBody, cancellationToken), Bodies.Tenant);
    }

    public async Task<Outcome<TenantInfo>> DropTenantAsync(string name, CancellationToken cancellationToken)
    {
        var tenants = await TenantsAsync(cancellationToken);
        if (!tenants.IsAccepted) return tenants.Refusal;
        if (tenants.Value.FirstOrDefault(known => known.Name == name) is not { } tenant) return new Refusal(RefusalCode.NotFound, $"there is no tenant `{name}`");
        using var response = await _connection.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/v1/tenants/{Uri.EscapeDataString(name)}"), cancellationToken);
        return response.IsSuccessStatusCode ? tenant : await ApiConnection.ProblemAsync(response, cancellationToken);
    }

    public async Task<Outcome<IReadOnlyList<TenantInfo>>> TenantsAsync(CancellationToken cancellationToken) => Map<TenantsBody, IReadOnlyList<TenantInfo>>(
        await _connection.SendAsync(HttpMethod.Get, "/v1/tenants", Json.TenantsBody, cancellationToken),
        static body => body.Tenants.Select(Bodies.Tenant).ToArray());

    public async Task<Outcome<NamedToken>> MintTokenAsync(
        TokenScope scope, string? tenant, SubjectReference? subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var body = new TokenRequest { Scope = TokenScopes.Name(scope), Tenant = tenant, Subject = subject?.ToString(), ExpiresAt = expiresAt };
        return Map(
            await _connection.SendAsync(HttpMethod.Post, "/v1/tokens", body, Json.TokenRequest, Json.MintedTokenBody, cancellationToken),
            static minted => Bodies.AccessToken(minted.Token) with { Secret = minted.Secret });
    }

    public async Task<Outcome<NamedToken>> RevokeTokenAsync(ulong id, CancellationToken cancellationToken)
    {
        var tokens = await TokensAsync(cancellationToken);
        if (!tokens.IsAccepted) return tokens.Refusal;
        if (tokens.Value.FirstOrDefault(known => known.Id == id) is not { } token) return new Refusal(RefusalCode.NotFound, $"there is no token `{id}`");
        using var response = await _connection.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/v1/tokens/{id}"), cancellationToken);
        return response.IsSuccessStatusCode ? token : await ApiConnection.ProblemAsync(response, cancellationToken);
    }

    public async Task<Outcome<IReadOnlyList<NamedToken>>> TokensAsync(CancellationToken cancellationToken) => Map<TokensBody, IReadOnlyList<NamedToken>>(
        await _connection.SendAsync(HttpMethod.Get, "/v1/tokens", Json.TokensBody, cancellationToken),
        static body => body.Tokens.Select(Bodies.AccessToken).ToArray());

    public Task<Outcome<string>> ReadSchemaAsync(CancellationToken cancellationToken) =>
        new GatewayCalls(_connection).CallAsync("/v1/schema/read", [], ["schemaText"], cancellationToken);

    public Task<Outcome<string>> WriteSchemaAsync(string schema, CancellationToken cancellationToken) =>
        new GatewayCalls(_connection).CallAsync("/v1/schema/write", [("schema", schema)], ["writtenAt", "token"], cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> StatisticsAsync(CancellationToken cancellationToken) =>
        throw new UsageException("a server shows its counts at `/metrics`; `panthera stats` needs `--data DIR`");

    public Task<FsckReport> FsckAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        throw new UsageException("`panthera fsck` reads the data directory itself: stop the server and give `--data DIR`");

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Members(string group) => $"/v1/groups/{Uri.EscapeDataString(group)}/members";

    /// <summary>Refuses what is no path before it becomes part of an address, where `..` would mean something.</summary>
    private static async Task<Outcome<T>> AtAsync<TBody, T>(string path, Func<FilePath, Task<Outcome<TBody>>> send, Func<TBody, T> map)
    {
        var parsed = FilePath.Parse(path);
        return parsed.IsAccepted ? Map(await send(parsed.Value), map) : parsed.Refusal;
    }

    private static Outcome<T> Map<TBody, T>(Outcome<TBody> outcome, Func<TBody, T> map) => outcome.IsAccepted ? map(outcome.Value) : outcome.Refusal;
}
