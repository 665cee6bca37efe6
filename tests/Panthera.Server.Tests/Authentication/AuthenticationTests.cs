using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Panthera.Files;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Tests.Authentication;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly CollectedLog _log = new();

    private TestServer Panthera { get; set; } = null!;

    public async ValueTask InitializeAsync() =>
        Panthera = await TestServer.StartAsync(options => options with { Logging = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log)) }, _time);

    public async ValueTask DisposeAsync() => await Panthera.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer pnt_")]
    [InlineData("Bearer pnt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer garbage with spaces")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("ALICE")]
    [InlineData("Bearer ALICE, Bearer ALICE")]
    public async Task What_is_not_one_valid_bearer_token_is_401(string? authorization)
    {
        var header = authorization is null ? "" : $"Authorization: {authorization.Replace("ALICE", Panthera.AliceSecret, StringComparison.Ordinal)}\r\n";

        var (status, text) = await RawConnection.RequestAsync(Panthera.Url, "GET", "/v1/entries/", null, header);

        Assert.Equal(401, status);
        Assert.Contains("WWW-Authenticate: Bearer realm=\"panthera\"", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"unauthenticated\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_authorization_headers_are_none()
    {
        var (status, _) = await RawConnection.RequestAsync(
            Panthera.Url, "GET", "/v1/entries/", Panthera.AliceSecret, RawConnection.Authorization(Panthera.AliceSecret));

        Assert.Equal(401, status);
    }

    [Fact]
    public async Task The_scheme_is_not_case_sensitive_and_the_secret_is()
    {
        var (lower, _) = await RawConnection.RequestAsync(Panthera.Url, "GET", "/v1/entries/", null, $"authorization: bearer {Panthera.AliceSecret}\r\n");
        var (upper, _) = await RawConnection.RequestAsync(Panthera.Url, "GET", "/v1/entries/", null, $"authorization: bearer {Panthera.AliceSecret.ToUpperInvariant()}\r\n");

        Assert.Equal(200, lower);
        Assert.Equal(401, upper);
    }

    [Fact]
    public async Task A_token_ends_at_its_expiry()
    {
        var client = Panthera.ClientOf(await Panthera.MintAsync(TokenScope.Subject, "acme", "user:alice", _time.GetUtcNow().AddMinutes(1)));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/entries/")).StatusCode);

        _time.Advance(TimeSpan.FromMinutes(1));

        await ApiClient.ProblemAsync(client.GetAsync("/v1/entries/"), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_revoked_token_opens_nothing_from_then_on()
    {
        var minted = await ApiClient.BodyAsync(
            Panthera.Admin.PostJsonAsync("/v1/tokens", """{"scope":"subject","subject":"user:bob"}"""), HttpStatusCode.Created, PantheraJson.Default.MintedTokenBody);
        var client = Panthera.ClientOf(minted.Secret);
        await Panthera.Alice.ShareAsync("/", "viewer", "user:bob");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/entries/")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await Panthera.Admin.DeleteAsync($"/v1/tokens/{minted.Token.Id}")).StatusCode);

        await ApiClient.ProblemAsync(client.GetAsync("/v1/entries/"), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_whose_tenant_is_dropped_is_no_token()
    {
        Assert.Equal(HttpStatusCode.OK, (await Panthera.OtherAlice.GetAsync("/v1/entries/")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await Panthera.Root.DeleteAsync("/v1/tenants/zeta")).StatusCode);

        await ApiClient.ProblemAsync(Panthera.OtherAlice.GetAsync("/v1/entries/"), 401, "unauthenticated");
    }

    [Fact]
    [Trait("Hazard", "H26")]
    [Trait("Hazard", "H30")]
    public async Task The_same_name_in_another_tenant_is_another_subject()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/mine", "acme's");

        await ApiClient.ProblemAsync(Panthera.OtherAlice.GetAsync("/v1/files/mine"), 404, "not-found");
        await ApiClient.ProblemAsync(Panthera.OtherAlice.DeleteAsync("/v1/files/mine"), 404, "not-found");
        await Panthera.OtherAlice.MustPutAsync("/v1/files/mine", "zeta's");

        Assert.Equal("acme's", await Panthera.Alice.MustGetTextAsync("/v1/files/mine"));
        Assert.Equal("zeta's", await Panthera.OtherAlice.MustGetTextAsync("/v1/files/mine"));
    }

    [Theory]
    [InlineData(TokenScope.Permissions)]
    [InlineData(TokenScope.PermissionsRead)]
    public async Task A_token_of_the_permission_api_is_refused_by_the_file_api(TokenScope scope)
    {
        var client = Panthera.ClientOf(await Panthera.MintAsync(scope, "acme", null));

        await ApiClient.ProblemAsync(client.GetAsync("/v1/files/f"), 403, "wrong-scope");
        await ApiClient.ProblemAsync(client.PutAsync("/v1/files/f", "x"), 403, "wrong-scope");
        await ApiClient.ProblemAsync(client.GetAsync("/v1/tokens"), 403, "wrong-scope");
    }

    [Fact]
    public async Task The_servers_token_reads_no_content_and_others_do_not_manage_tenants()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");
        foreach (var path in new[] { "/v1/files/f", "/v1/entries/f", "/v1/entries/?list", "/v1/grants/f" })
        {
            await ApiClient.ProblemAsync(Panthera.Root.GetAsync(path), 403, "wrong-scope");
        }

        await ApiClient.ProblemAsync(Panthera.Root.PostJsonAsync("/v1/check", """{"permission":"read","path":"/f"}"""), 403, "wrong-scope");
        await ApiClient.ProblemAsync(Panthera.Admin.GetAsync("/v1/tenants"), 403, "wrong-scope");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/tenants", """{"name":"mine","owner":"user:alice"}"""), 403, "wrong-scope");
        await ApiClient.ProblemAsync(Panthera.Alice.DeleteAsync("/v1/tenants/zeta"), 403, "wrong-scope");
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/tokens"), 403, "wrong-scope");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/tokens", """{"scope":"server"}"""), 403, "wrong-scope");
    }

    [Fact]
    public async Task A_tenant_admin_reads_no_content_past_its_subjects_grants()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");

        using var refused = await Panthera.Admin.GetAsync("/v1/files/f");
        Assert.True((int)refused.StatusCode is 403 or 404, $"{refused.StatusCode}");
        await Panthera.Admin.ShareAsync("/f", "viewer", "user:carol");

        Assert.Equal("x", await Panthera.Admin.MustGetTextAsync("/v1/files/f"));
    }

    [Fact]
    public async Task The_log_tells_of_refused_tokens_and_never_a_token_or_a_content()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "c0ntent");
        Assert.Equal("c0ntent", await Panthera.Alice.MustGetTextAsync("/v1/files/f"));
        var wrong = "pnt_" + new string('B', 43);
        await ApiClient.ProblemAsync(Panthera.ClientOf(wrong).GetAsync("/v1/files/f"), 401, "unauthenticated");

        // The line of a request is written when its answer is on the way: stopping waits for it.
        await Panthera.Server.StopAsync(TestContext.Current.CancellationToken);

        var lines = _log.Lines;
        Assert.Contains(lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("authentication refused", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Debug", StringComparison.Ordinal) && line.Contains("PUT /v1/files/f 201", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("pnt_", StringComparison.Ordinal) || line.Contains("c0ntent", StringComparison.Ordinal));
    }
}
