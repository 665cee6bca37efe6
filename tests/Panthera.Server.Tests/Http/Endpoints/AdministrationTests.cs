using System.Net;
using Panthera.Files;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Tests.Http.Endpoints;

/// <summary>Tenants and tokens.</summary>
public sealed class AdministrationTests : ServerTest
{
    [Fact]
    public async Task Tenants_are_created_listed_and_dropped()
    {
        using var created = await Panthera.Root.PostJsonAsync("/v1/tenants", """{"name":"umbra","owner":"user:olga"}""");
        var tenant = await ApiClient.BodyAsync(Task.FromResult(created), HttpStatusCode.Created, PantheraJson.Default.TenantBody);
        Assert.Equal(("umbra", "files"), (tenant.Name, tenant.Kind));
        Assert.Equal("/v1/tenants/umbra", created.Headers.Location!.ToString());
        var bare = await ApiClient.BodyAsync(Panthera.Root.PostJsonAsync("/v1/tenants", """{"name":"bare","bare":true}"""), HttpStatusCode.Created, PantheraJson.Default.TenantBody);
        Assert.Equal("bare", bare.Kind);

        var listed = await ApiClient.BodyAsync(Panthera.Root.GetAsync("/v1/tenants"), HttpStatusCode.OK, PantheraJson.Default.TenantsBody);
        Assert.Equal(["acme", "bare", "umbra", "zeta"], listed.Tenants.Select(each => each.Name).Order());

        Assert.Equal(HttpStatusCode.NoContent, (await Panthera.Root.DeleteAsync("/v1/tenants/umbra")).StatusCode);
        await ApiClient.ProblemAsync(Panthera.Root.DeleteAsync("/v1/tenants/umbra"), 404, "not-found");
        await ApiClient.ProblemAsync(Panthera.Root.PostJsonAsync("/v1/tenants", """{"name":"acme","owner":"user:olga"}"""), 409, "already-exists");
    }

    [Theory]
    [InlineData("""{"name":"Umbra","owner":"user:olga"}""")]
    [InlineData("""{"name":"","owner":"user:olga"}""")]
    [InlineData("""{"name":"a/b","owner":"user:olga"}""")]
    [InlineData("""{"name":"umbra"}""")]
    [InlineData("""{"name":"umbra","owner":"user:olga","bare":true}""")]
    [InlineData("""{"name":"umbra","owner":"olga"}""")]
    [InlineData("""{"name":"umbra","owner":"group:eng#member"}""")]
    [InlineData("""{"name":"umbra","owner":"user:*"}""")]
    [InlineData("""{"name":"umbra","bare":"yes"}""")]
    [InlineData("""{"owner":"user:olga"}""")]
    [Trait("Hazard", "H26")]
    public async Task A_malformed_tenant_is_refused(string json) =>
        await ApiClient.ProblemAsync(Panthera.Root.PostJsonAsync("/v1/tenants", json), 400, "invalid-argument");

    [Fact]
    [Trait("Hazard", "H26")]
    public async Task A_bare_tenant_has_no_files()
    {
        _ = (await Panthera.Store.CreateBareTenantAsync("bare", TestContext.Current.CancellationToken)).Value;
        var client = Panthera.ClientOf(await Panthera.MintAsync(TokenScope.Subject, "bare", "user:alice"));

        var problem = await ApiClient.ProblemAsync(client.GetAsync("/v1/entries/"), 409, "failed-precondition");

        Assert.Contains("bare", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_token_mints_every_scope()
    {
        foreach (var json in new[]
        {
            """{"scope":"server"}""",
            """{"scope":"tenant-admin","tenant":"acme","subject":"user:dora"}""",
            """{"scope":"permissions","tenant":"acme"}""",
            """{"scope":"permissions-read","tenant":"acme"}""",
            """{"scope":"subject","tenant":"acme","subject":"agent:bot","expiresAt":"2999-01-01T00:00:00Z"}""",
        })
        {
            using var response = await Panthera.Root.PostJsonAsync("/v1/tokens", json);
            Assert.True(response.Headers.CacheControl!.NoStore);
            var minted = await ApiClient.BodyAsync(Task.FromResult(response), HttpStatusCode.Created, PantheraJson.Default.MintedTokenBody);
            Assert.StartsWith("pnt_", minted.Secret, StringComparison.Ordinal);
            Assert.Contains($"\"{minted.Token.Scope}\"", json, StringComparison.Ordinal);
            Assert.NotEqual(HttpStatusCode.Unauthorized, (await Panthera.ClientOf(minted.Secret).GetAsync("/v1/tenants")).StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"scope":"emperor"}""", 400)]
    [InlineData("""{"scope":"subject","tenant":"acme"}""", 400)]
    [InlineData("""{"scope":"subject","subject":"user:a"}""", 400)]
    [InlineData("""{"scope":"subject","tenant":"acme","subject":"group:eng#member"}""", 400)]
    [InlineData("""{"scope":"subject","tenant":"acme","subject":"nobody"}""", 400)]
    [InlineData("""{"scope":"server","tenant":"acme"}""", 400)]
    [InlineData("""{"scope":"subject","tenant":"none","subject":"user:a"}""", 404)]
    public async Task A_malformed_token_is_refused(string json, int status) =>
        await ApiClient.ProblemAsync(Panthera.Root.PostJsonAsync("/v1/tokens", json), status, status == 400 ? "invalid-argument" : "not-found");

    [Fact]
    [Trait("Hazard", "H26")]
    public async Task A_tenant_admin_manages_the_tokens_of_its_tenant_alone()
    {
        var own = await ApiClient.BodyAsync(
            Panthera.Admin.PostJsonAsync("/v1/tokens", """{"scope":"subject","subject":"user:dora"}"""), HttpStatusCode.Created, PantheraJson.Default.MintedTokenBody);
        Assert.Equal("acme", own.Token.Tenant);
        await ApiClient.ProblemAsync(Panthera.Admin.PostJsonAsync("/v1/tokens", """{"scope":"subject","tenant":"zeta","subject":"user:dora"}"""), 403, "wrong-scope");
        await ApiClient.ProblemAsync(Panthera.Admin.PostJsonAsync("/v1/tokens", """{"scope":"server"}"""), 403, "wrong-scope");

        var listed = await ApiClient.BodyAsync(Panthera.Admin.GetAsync("/v1/tokens"), HttpStatusCode.OK, PantheraJson.Default.TokensBody);
        Assert.All(listed.Tokens, token => Assert.Equal("acme", token.Tenant));
        Assert.Contains(listed.Tokens, token => token.Id == own.Token.Id);
        var all = await ApiClient.BodyAsync(Panthera.Root.GetAsync("/v1/tokens"), HttpStatusCode.OK, PantheraJson.Default.TokensBody);
        var foreign = all.Tokens.Single(token => token.Tenant == "zeta");

        await ApiClient.ProblemAsync(Panthera.Admin.DeleteAsync($"/v1/tokens/{foreign.Id}"), 404, "not-found");
        await ApiClient.ProblemAsync(Panthera.Admin.DeleteAsync("/v1/tokens/none"), 404, "not-found");
        Assert.Equal(HttpStatusCode.OK, (await Panthera.OtherAlice.GetAsync("/v1/entries/")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Panthera.Root.DeleteAsync($"/v1/tokens/{foreign.Id}")).StatusCode);
        await ApiClient.ProblemAsync(Panthera.OtherAlice.GetAsync("/v1/entries/"), 401, "unauthenticated");
    }

    [Fact]
    public async Task Wrong_methods_are_told_the_right_ones()
    {
        foreach (var (method, path, allow) in new[]
        {
            ("PATCH", "/v1/files/f", "GET, PUT, POST, DELETE, HEAD"), ("DELETE", "/v1/entries/f", "GET, HEAD"), ("GET", "/v1/move", "POST"), ("PUT", "/v1/tenants", "GET, POST, HEAD"),
        })
        {
            using var response = await Panthera.Alice.SendAsync(new HttpMethod(method), path, null);
            Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
            await ApiClient.ProblemAsync(Task.FromResult(response), 405, "method-not-allowed");
        }

        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/nothing"), 404, "no-such-route");
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/"), 404, "no-such-route");
    }
}
