using System.Net;
using System.Security.Cryptography;

namespace Panthera.Server.Tests.Http.Endpoints;

public sealed class ContentResponseTests : ServerTest
{
    [Fact]
    public async Task A_range_answers_206_with_the_part()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "0123456789");

        using var part = await Panthera.Alice.GetAsync("/v1/files/f", ("Range", "bytes=2-4"));

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("bytes 2-4/10", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(3, part.Content.Headers.ContentLength);
        Assert.Equal("234", await part.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData("0123456789"u8))}:", Assert.Single(part.Headers.GetValues("Repr-Digest")));
    }

    [Fact]
    public async Task A_range_outside_of_the_content_answers_416_with_the_length()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "0123456789");
        using var response = await Panthera.Alice.GetAsync("/v1/files/f", ("Range", "bytes=10-"));
        Assert.Equal("bytes */10", response.Content.Headers.ContentRange!.ToString());
        await ApiClient.ProblemAsync(Task.FromResult(response), 416, "range-not-satisfiable");
    }

    [Theory]
    [InlineData("bytes=0-1,4-5")]
    [InlineData("bytes=5-2")]
    [InlineData("nonsense")]
    public async Task What_is_no_single_range_gets_the_whole(string range)
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "0123456789");
        using var response = await Panthera.Alice.GetAsync("/v1/files/f", ("Range", range));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("0123456789", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task If_range_gives_the_part_of_the_same_version_and_the_whole_of_another()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/f", "0123456789");
        Assert.Equal(HttpStatusCode.PartialContent, (await Panthera.Alice.GetAsync("/v1/files/f", ("Range", "bytes=2-4"), ("If-Range", tag))).StatusCode);
        await Panthera.Alice.MustPutAsync("/v1/files/f", "abcdefghij");

        Assert.Equal(HttpStatusCode.OK, (await Panthera.Alice.GetAsync("/v1/files/f", ("Range", "bytes=2-4"), ("If-Range", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Panthera.Alice.GetAsync("/v1/files/f", ("Range", "bytes=2-4"), ("If-Range", "Sun, 06 Nov 2044 08:49:37 GMT"))).StatusCode);
    }

    [Fact]
    public async Task If_none_match_answers_304_without_a_body_and_if_match_412()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/f", "hello");

        using var notModified = await Panthera.Alice.GetAsync("/v1/files/f", ("If-None-Match", $"\"x\", W/{tag}"), ("Range", "bytes=0-1"));

        Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
        Assert.Equal(tag, notModified.Headers.ETag!.ToString());
        Assert.Empty(await notModified.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, (await Panthera.Alice.GetAsync("/v1/files/f", ("If-None-Match", "\"x\""))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Panthera.Alice.GetAsync("/v1/files/f", ("If-Match", tag))).StatusCode);
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/f", ("If-Match", "\"x\"")), 412, "precondition-failed");
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/f", ("If-Match", "W/" + tag)), 412, "precondition-failed");
    }

    [Theory]
    [InlineData("If-None-Match", "*")]
    [InlineData("If-None-Match", "TAG")]
    [InlineData("If-Match", "TAG")]
    [InlineData("If-Match", "\"other\"")]
    [InlineData("Range", "bytes=100-")]
    [InlineData("Range", "bytes=0-1")]
    [Trait("Hazard", "H21")]
    public async Task A_condition_tells_nothing_to_who_may_not_read(string header, string value)
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/secret", "hello");
        value = value.Replace("TAG", tag, StringComparison.Ordinal);

        var secret = await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/files/secret", (header, value)), 404, "not-found");
        var absent = await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/files/absent", (header, value)), 404, "not-found");

        Assert.Equal(absent with { Detail = null }, secret with { Detail = null });
        Assert.Equal(absent.Detail!.Replace("absent", "secret", StringComparison.Ordinal), secret.Detail);
        await ApiClient.ProblemAsync(Panthera.Nobody.GetAsync("/v1/files/secret", (header, value)), 401, "unauthenticated");
    }

    [Theory]
    [InlineData("PUT", "If-None-Match", "*")]
    [InlineData("PUT", "If-Match", "TAG")]
    [InlineData("PUT", "If-Match", "\"other\"")]
    [InlineData("POST", "If-Match", "\"other\"")]
    [InlineData("DELETE", "If-Match", "\"other\"")]
    [Trait("Hazard", "H21")]
    public async Task A_condition_of_a_write_tells_nothing_to_who_may_not_see(string method, string header, string value)
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/secret", "hello");
        value = value.Replace("TAG", tag, StringComparison.Ordinal);

        var secret = await ApiClient.ProblemAsync(CallAsync("/v1/files/secret"), 404, "not-found");
        var absent = await ApiClient.ProblemAsync(CallAsync("/v1/files/absent"), 404, "not-found");

        Assert.Equal(absent.Detail!.Replace("absent", "secret", StringComparison.Ordinal), secret.Detail);
        Task<HttpResponseMessage> CallAsync(string path) =>
            Panthera.Bob.SendAsync(new HttpMethod(method), path, method == "DELETE" ? null : new ByteArrayContent([1]), (header, value));
    }

    [Fact]
    [Trait("Hazard", "H21")]
    public async Task Who_may_read_and_not_write_gets_403_whatever_the_condition()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/shared", "hello");
        await Panthera.Alice.ShareAsync("/shared", "viewer", "user:bob");

        await ApiClient.ProblemAsync(Panthera.Bob.PutAsync("/v1/files/shared", "x", ("If-Match", "\"other\"")), 403, "denied");
        await ApiClient.ProblemAsync(Panthera.Bob.PutAsync("/v1/files/shared", "x", ("If-Match", tag)), 403, "denied");
        await ApiClient.ProblemAsync(Panthera.Bob.PutAsync("/v1/files/shared", "x", ("If-None-Match", "*")), 403, "denied");
        Assert.Equal("hello", await Panthera.Bob.MustGetTextAsync("/v1/files/shared"));
    }

    [Fact]
    [Trait("Hazard", "H01")]
    public async Task A_revoked_grant_ends_reading_at_once_even_for_who_holds_the_tag()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/shared", "hello");
        await Panthera.Alice.ShareAsync("/shared", "viewer", "user:bob");
        Assert.Equal(HttpStatusCode.NotModified, (await Panthera.Bob.GetAsync("/v1/files/shared", ("If-None-Match", tag))).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await Panthera.Alice.DeleteAsync("/v1/grants/shared?relation=viewer&subject=user:bob")).StatusCode);

        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/files/shared", ("If-None-Match", tag)), 404, "not-found");
    }

    [Fact]
    public async Task Damage_in_a_large_content_never_gives_wrong_bytes_or_a_clean_end()
    {
        var bytes = new byte[4 << 20];
        new Random(3).NextBytes(bytes);
        Assert.True((await Panthera.Alice.PutAsync("/v1/files/large", bytes)).IsSuccessStatusCode);
        var blob = Directory.GetFiles(Panthera.BlobDirectory, "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        Damage(blob, bytes.Length / 2);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Panthera.Alice.GetAsync("/v1/files/large"));
        using var before = await Panthera.Alice.GetAsync("/v1/files/large", ("Range", "bytes=0-999"));
        Assert.Equal(bytes[..1000], await before.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        // Found before anything was sent, damage is a clear answer.
        Damage(blob, 1000);
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/large"), 500, "corrupt");
    }

    private static void Damage(string path, long offset)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite) { Position = offset };
        var present = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(present ^ 1));
    }
}
