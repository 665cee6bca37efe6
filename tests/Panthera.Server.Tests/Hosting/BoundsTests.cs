using System.Net;
using Microsoft.Extensions.Time.Testing;
using Panthera.Server.Diagnostics;

namespace Panthera.Server.Tests.Hosting;

public sealed class BoundsTests
{
    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_leaves_nothing()
    {
        await using var panthera = await TestServer.StartAsync(options => options with { MaxFileBodyBytes = 1000 });

        await ApiClient.ProblemAsync(panthera.Alice.PutAsync("/v1/files/f", new byte[1001]), 413, "limit-exceeded");
        await ApiClient.ProblemAsync(panthera.Alice.GetAsync("/v1/files/f"), 404, "not-found");
        Assert.Equal(HttpStatusCode.Created, (await panthera.Alice.PutAsync("/v1/files/f", new byte[1000])).StatusCode);
        await ApiClient.ProblemAsync(panthera.Alice.PostAsync("/v1/files/f", new string('x', 1001)), 413, "limit-exceeded");
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_refused_and_leaves_nothing()
    {
        await using var panthera = await TestServer.StartAsync(options => options with { MaxFileBodyBytes = 1000 });
        using var connection = await RawConnection.OpenAsync(panthera.Url);

        await connection.SendAsync($"PUT /v1/files/f HTTP/1.1\r\nHost: x\r\n{RawConnection.Authorization(panthera.AliceSecret)}Transfer-Encoding: chunked\r\n\r\n3e9\r\n{new string('x', 0x3e9)}\r\n0\r\n\r\n");

        Assert.Contains("\"limit-exceeded\"", await connection.ReadUntilAsync("}"), StringComparison.Ordinal);
        await ApiClient.ProblemAsync(panthera.Alice.GetAsync("/v1/files/f"), 404, "not-found");
    }

    [Fact]
    public async Task A_json_body_over_the_limit_is_refused()
    {
        await using var panthera = await TestServer.StartAsync(options => options with { MaxJsonBodyBytes = 100 });

        await ApiClient.ProblemAsync(panthera.Alice.PostJsonAsync("/v1/move", $$"""{"from":"/{{new string('a', 100)}}","to":"/b"}"""), 413, "limit-exceeded");
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX")]
    public async Task A_malformed_chunked_body_is_refused_and_leaves_nothing(string rest)
    {
        await using var panthera = await TestServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(panthera.Url);

        await connection.SendAsync($"PUT /v1/files/f HTTP/1.1\r\nHost: x\r\n{RawConnection.Authorization(panthera.AliceSecret)}{rest}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadUntilAsync("\r\n"), StringComparison.Ordinal);
        await ApiClient.ProblemAsync(panthera.Alice.GetAsync("/v1/files/f"), 404, "not-found");
    }

    [Fact]
    [Trait("Hazard", "H39")]
    public async Task Beyond_the_concurrency_limit_a_request_is_told_to_come_back()
    {
        await using var panthera = await TestServer.StartAsync(options => options with { MaxRunningRequests = 1, MaxWaitingRequests = 0 });
        using var upload = await BeginUploadAsync(panthera, 5);

        using var response = await panthera.Alice.GetAsync("/v1/entries/");
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        await ApiClient.ProblemAsync(Task.FromResult(response), 503, "overloaded");
        Assert.Equal(HttpStatusCode.OK, (await panthera.Nobody.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await panthera.Nobody.GetAsync("/metrics")).StatusCode);

        await upload.SendAsync("hello");
        await upload.ReadUntilAsync("201 Created");
        Assert.Equal(HttpStatusCode.OK, (await panthera.Alice.GetAsync("/v1/entries/")).StatusCode);
    }

    [Fact]
    public async Task A_call_whose_body_does_not_come_ends_at_its_timeout_and_a_stream_does_not()
    {
        var time = new FakeTimeProvider();
        await using var panthera = await TestServer.StartAsync(options => options with { Time = time });
        using var upload = await BeginUploadAsync(panthera, 5);
        using var call = await RawConnection.OpenAsync(panthera.Url);
        await call.SendAsync($"POST /v1/move HTTP/1.1\r\nHost: x\r\n{RawConnection.Authorization(panthera.AliceSecret)}Content-Length: 10\r\nExpect: 100-continue\r\n\r\n");
        await call.ReadUntilAsync("100 Continue");

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Contains("\"timed-out\"", await call.ReadUntilAsync("}"), StringComparison.Ordinal);
        await upload.SendAsync("hello");
        await upload.ReadUntilAsync("201 Created");
    }

    [Fact]
    public async Task A_stop_lets_a_running_upload_finish_and_takes_no_new_connection()
    {
        await using var panthera = await TestServer.StartAsync();
        var url = panthera.Url;
        using var upload = await BeginUploadAsync(panthera, 5);

        var stopping = panthera.Server.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        await upload.SendAsync("hello");

        await upload.ReadUntilAsync("201 Created");
        await stopping;
        await Assert.ThrowsAnyAsync<Exception>(() => RawConnection.OpenAsync(url));
        var files = (await panthera.Store.OpenTenantAsync("acme")).Value.Files!;
        Assert.Equal(5, files.Stat(Files.Caller.Operator, "/slow").Value.SizeBytes);
    }

    [Fact]
    public async Task A_stop_cuts_off_what_outlasts_the_drain_and_keeps_nothing_of_it()
    {
        await using var panthera = await TestServer.StartAsync(options => options with { DrainTimeout = TimeSpan.FromMilliseconds(1) });
        using var upload = await BeginUploadAsync(panthera, 5);

        await panthera.Server.StopAsync(TestContext.Current.CancellationToken);

        var files = (await panthera.Store.OpenTenantAsync("acme")).Value.Files!;
        Assert.False(files.Stat(Files.Caller.Operator, "/slow").IsAccepted);
    }

    [Fact]
    public async Task While_draining_readyz_says_no_and_healthz_yes()
    {
        var time = new FakeTimeProvider();
        await using var panthera = await TestServer.StartAsync(options => options with { Time = time, DrainNotice = TimeSpan.FromSeconds(10) });
        Assert.Equal(HttpStatusCode.OK, (await panthera.Nobody.GetAsync("/readyz")).StatusCode);

        var stopping = panthera.Server.StopAsync(TestContext.Current.CancellationToken);

        using var ready = await panthera.Nobody.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"status":"draining"}""", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, (await panthera.Nobody.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await panthera.Alice.GetAsync("/v1/entries/")).StatusCode);
        time.Advance(TimeSpan.FromSeconds(10));
        await stopping;
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_clear_error()
    {
        await using var panthera = await TestServer.StartAsync();
        await using var second = PantheraServer.Create(panthera.Store, new() { Port = panthera.Url.Port });

        var exception = await Assert.ThrowsAsync<IOException>(() => second.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("address already in use", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_count_and_name_nobody()
    {
        await using var panthera = await TestServer.StartAsync();
        await panthera.Alice.MustPutAsync("/v1/files/s3cret-name", "hello");
        Assert.Equal("hello", await panthera.Alice.MustGetTextAsync("/v1/files/s3cret-name"));
        await panthera.Alice.MustPostAsync("/v1/check", """{"permission":"read","path":"/s3cret-name"}""");
        await ApiClient.ProblemAsync(panthera.Nobody.GetAsync("/v1/entries/"), 401, "unauthenticated");
        await ApiClient.ProblemAsync(panthera.Bob.GetAsync("/v1/files/s3cret-name"), 404, "not-found");

        var text = await panthera.Nobody.MustGetTextAsync("/metrics");

        foreach (var name in new[] { "request_duration_seconds_count", "content_received_bytes", "content_sent_bytes", "checks", "commits", "refusals", "authentication_failures", "requests_running", "tenants_resident", "tenants_loading", "tenants_loads_records", "memory_resident_bytes", "memory_budget_bytes" })
        {
            Assert.Contains("panthera_server_" + name, text, StringComparison.Ordinal);
        }

        Assert.Contains("route=\"/v1/files/{path}\"", text, StringComparison.Ordinal);
        Assert.Contains("decision=\"allowed\"", text, StringComparison.Ordinal);
        foreach (var name in new[] { "s3cret", "alice", "acme" }) Assert.DoesNotContain(name, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_that_nobody_may_read_are_no_page()
    {
        await using var panthera = await TestServer.StartAsync(options => options with { Metrics = MetricsAccess.Nobody });

        await ApiClient.ProblemAsync(panthera.Nobody.GetAsync("/metrics"), 404, "no-such-route");
        await ApiClient.ProblemAsync(panthera.Nobody.PostAsync("/healthz", ""), 405, "method-not-allowed");
    }

    [Fact]
    public async Task A_closed_store_is_not_ready()
    {
        await using var panthera = await TestServer.StartAsync();
        await panthera.Store.DisposeAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await panthera.Nobody.GetAsync("/readyz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await panthera.Nobody.GetAsync("/healthz")).StatusCode);
        await ApiClient.ProblemAsync(panthera.Alice.GetAsync("/v1/entries/"), 503, "unavailable");
    }

    /// <summary>Begins an upload of which the server waits for the body.</summary>
    private static async Task<RawConnection> BeginUploadAsync(TestServer panthera, int length)
    {
        var connection = await RawConnection.OpenAsync(panthera.Url);
        await connection.SendAsync($"PUT /v1/files/slow HTTP/1.1\r\nHost: x\r\n{RawConnection.Authorization(panthera.AliceSecret)}Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n");
        await connection.ReadUntilAsync("100 Continue");
        return connection;
    }
}
