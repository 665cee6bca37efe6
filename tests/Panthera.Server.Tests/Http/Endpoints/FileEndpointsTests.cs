using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Tests.Http.Endpoints;

public class FileEndpointsTests : ServerTest
{
    [Fact]
    public async Task A_file_that_is_put_is_got_back_with_its_headers()
    {
        using var put = await Panthera.Alice.PutAsync("/v1/files/report.txt", "hello");
        var written = await ApiClient.BodyAsync(Task.FromResult(put), HttpStatusCode.Created, PantheraJson.Default.WriteBody);
        Assert.True(written.Created);
        Assert.Equal("/report.txt", written.Entry.Path);
        Assert.Equal(5, written.Entry.SizeBytes);
        Assert.Equal("user:alice", written.Entry.Owner);
        Assert.Equal(written.Entry.ETag, put.Headers.ETag!.ToString());
        Assert.Equal(written.Token, Assert.Single(put.Headers.GetValues("Panthera-Token")));

        using var got = await Panthera.Alice.GetAsync("/v1/files/report.txt");
        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        Assert.Equal("hello", await got.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(written.Entry.ETag, got.Headers.ETag!.ToString());
        Assert.Equal(5, got.Content.Headers.ContentLength);
        Assert.Equal("application/octet-stream", got.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(got.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("bytes", Assert.Single(got.Headers.AcceptRanges));
        Assert.True(got.Headers.CacheControl!.Private && got.Headers.CacheControl.NoCache);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData("hello"u8))}:", Assert.Single(got.Headers.GetValues("Repr-Digest")));
        Assert.Equal(written.Entry.ModifiedAt!.Value.ToUnixTimeSeconds(), got.Content.Headers.LastModified!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Head_tells_what_get_would_and_sends_no_bytes()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/f", "hello");

        using var head = await Panthera.Alice.HeadAsync("/v1/files/f", ("Range", "bytes=0-1"));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(5, head.Content.Headers.ContentLength);
        Assert.Equal(tag, head.Headers.ETag!.ToString());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, (await Panthera.Alice.HeadAsync("/v1/files/none")).StatusCode);
    }

    [Fact]
    public async Task Overwriting_answers_200_and_a_new_tag()
    {
        var first = await Panthera.Alice.MustPutAsync("/v1/files/f", "1");

        var second = await ApiClient.BodyAsync(Panthera.Alice.PutAsync("/v1/files/f", "2"), HttpStatusCode.OK, PantheraJson.Default.WriteBody);

        Assert.False(second.Created);
        Assert.NotEqual(first, second.Entry.ETag);
        Assert.Equal("2", await Panthera.Alice.MustGetTextAsync("/v1/files/f"));
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/empty", "");

        using var got = await Panthera.Alice.GetAsync("/v1/files/empty");

        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        Assert.Equal(0, got.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Missing_directories_are_made_only_when_asked_for()
    {
        await ApiClient.ProblemAsync(Panthera.Alice.PutAsync("/v1/files/a/b/c", "x"), 404, "not-found");

        Assert.Equal(HttpStatusCode.Created, (await Panthera.Alice.PutAsync("/v1/files/a/b/c?parents=true", "x")).StatusCode);

        Assert.Equal("x", await Panthera.Alice.MustGetTextAsync("/v1/files/a/b/c"));
    }

    [Fact]
    public async Task A_post_appends_to_a_file_that_exists()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/log", "one\n");

        var appended = await ApiClient.BodyAsync(Panthera.Alice.PostAsync("/v1/files/log", "two\n", ("If-Match", tag)), HttpStatusCode.OK, PantheraJson.Default.WriteBody);

        Assert.Equal(8, appended.Entry.SizeBytes);
        Assert.Equal("one\ntwo\n", await Panthera.Alice.MustGetTextAsync("/v1/files/log"));
        await ApiClient.ProblemAsync(Panthera.Alice.PostAsync("/v1/files/none", "x"), 404, "not-found");
        await ApiClient.ProblemAsync(Panthera.Alice.PostAsync("/v1/files/log", "x", ("If-Match", tag)), 412, "precondition-failed");
        await ApiClient.ProblemAsync(Panthera.Alice.PostAsync("/v1/files/log", "x", ("If-None-Match", "*")), 400, "invalid-argument");
        await ApiClient.ProblemAsync(Panthera.Alice.PostAsync("/v1/files/log?parents=true", "x"), 400, "invalid-argument");
    }

    [Fact]
    public async Task Deleting_answers_204_and_honours_if_match()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/f", "1");
        await ApiClient.ProblemAsync(Panthera.Alice.DeleteAsync("/v1/files/f", ("If-Match", "\"0000000000000000-9\"")), 412, "precondition-failed");

        using var deleted = await Panthera.Alice.DeleteAsync("/v1/files/f", ("If-Match", tag));

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.NotEmpty(Assert.Single(deleted.Headers.GetValues("Panthera-Token")));
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/f"), 404, "not-found");
        await ApiClient.ProblemAsync(Panthera.Alice.DeleteAsync("/v1/files/f"), 404, "not-found");
    }

    [Fact]
    public async Task A_directory_that_is_not_empty_is_deleted_only_recursively()
    {
        Assert.True((await Panthera.Alice.PutAsync("/v1/files/d/f?parents", "1")).IsSuccessStatusCode);
        await ApiClient.ProblemAsync(Panthera.Alice.DeleteAsync("/v1/files/d"), 409, "failed-precondition");

        Assert.Equal(HttpStatusCode.NoContent, (await Panthera.Alice.DeleteAsync("/v1/files/d?recursive=true")).StatusCode);

        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/entries/d"), 404, "not-found");
    }

    [Fact]
    public async Task A_directory_has_no_content()
    {
        Assert.True((await Panthera.Alice.PutAsync("/v1/files/d/f?parents", "1")).IsSuccessStatusCode);

        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/d"), 409, "failed-precondition");
        await ApiClient.ProblemAsync(Panthera.Alice.PutAsync("/v1/files/d", "x"), 409, "failed-precondition");
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/"), 409, "failed-precondition");
    }

    [Fact]
    public async Task Create_only_fails_where_the_file_exists()
    {
        Assert.Equal(HttpStatusCode.Created, (await Panthera.Alice.PutAsync("/v1/files/f", "1", ("If-None-Match", "*"))).StatusCode);

        await ApiClient.ProblemAsync(Panthera.Alice.PutAsync("/v1/files/f", "2", ("If-None-Match", "*")), 412, "precondition-failed");

        Assert.Equal("1", await Panthera.Alice.MustGetTextAsync("/v1/files/f"));
    }

    [Theory]
    [InlineData("If-None-Match", "\"x\"")]
    [InlineData("If-Match", "\"x\", \"y\"")]
    [InlineData("If-Match", "unquoted")]
    [InlineData("If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Content-Range", "bytes 0-4/10")]
    public async Task A_condition_that_a_write_cannot_honour_is_refused(string header, string value)
    {
        await ApiClient.ProblemAsync(Panthera.Alice.PutAsync("/v1/files/f", "x", (header, value)), 400, "invalid-argument");

        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/f"), 404, "not-found");
    }

    [Fact]
    public async Task An_encoded_body_is_refused() =>
        await ApiClient.ProblemAsync(Panthera.Alice.PutAsync("/v1/files/f", "x", ("Content-Encoding", "gzip")), 415, "unsupported-media-type");

    [Fact]
    [Trait("Hazard", "H37")]
    public async Task Of_parallel_writes_with_the_same_if_match_exactly_one_wins()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/f", "0");

        var responses = await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Panthera.Alice.PutAsync("/v1/files/f", $"{i}", ("If-Match", tag))));

        var winner = Assert.Single(Enumerable.Range(0, 16), i => responses[i].StatusCode == HttpStatusCode.OK);
        Assert.All(responses.Where((_, i) => i != winner), response => Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode));
        Assert.Equal($"{winner + 1}", await Panthera.Alice.MustGetTextAsync("/v1/files/f"));
    }

    [Fact]
    [Trait("Hazard", "H37")]
    public async Task Of_parallel_creations_exactly_one_wins_and_parallel_appends_all_do()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Panthera.Alice.PutAsync("/v1/files/f", "", ("If-None-Match", "*"))));
        Assert.Single(created, response => response.StatusCode == HttpStatusCode.Created);

        var appended = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Panthera.Alice.PostAsync("/v1/files/f", $"{i}")));

        Assert.All(appended, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal("01234567", string.Concat((await Panthera.Alice.MustGetTextAsync("/v1/files/f")).Order()));
    }

    [Fact]
    public async Task A_large_body_streams_in_and_out_unchanged()
    {
        var bytes = new byte[20 << 20];
        new Random(7).NextBytes(bytes);
        var content = new StreamContent(new MemoryStream(bytes));
        // Without a length the body comes in chunks.
        content.Headers.ContentLength = null;
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(Panthera.Url, "/v1/files/large")) { Content = content };
        put.Headers.TransferEncodingChunked = true;
        put.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Panthera.AliceSecret);
        using var http = new HttpClient();
        using var response = await http.SendAsync(put, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);

        using var got = await Panthera.Alice.GetAsync("/v1/files/large");

        var hash = SHA256.HashData(bytes);
        Assert.Equal(bytes.Length, got.Content.Headers.ContentLength);
        Assert.Equal(hash, SHA256.HashData(await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Equal($"sha-256=:{Convert.ToBase64String(hash)}:", Assert.Single(got.Headers.GetValues("Repr-Digest")));
        using var part = await Panthera.Alice.GetAsync("/v1/files/large", ("Range", "bytes=10000000-10999999"));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[10_000_000..11_000_000], await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Names_with_any_characters_come_back_as_they_were_given()
    {
        foreach (var name in new[] { "a b", "100%", "ü/é".Replace("/", ""), "#hash", "q?x=1", "a+b", "semi;colon", "back\\slash", "\u202Ertl", "emoji 🐆" })
        {
            var path = "/v1/files/" + Uri.EscapeDataString(name);
            await Panthera.Alice.MustPutAsync(path, name);
            Assert.Equal(name, await Panthera.Alice.MustGetTextAsync(path));
            var entry = await ApiClient.BodyAsync(Panthera.Alice.GetAsync("/v1/entries/" + Uri.EscapeDataString(name)), HttpStatusCode.OK, PantheraJson.Default.EntryBody);
            Assert.Equal("/" + name, entry.Path);
        }
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task An_upload_that_is_cut_off_leaves_nothing()
    {
        using (var connection = await RawConnection.OpenAsync(Panthera.Url))
        {
            await connection.SendAsync($"PUT /v1/files/cut HTTP/1.1\r\nHost: x\r\n{RawConnection.Authorization(Panthera.AliceSecret)}Content-Length: 1000000\r\nExpect: 100-continue\r\n\r\n");
            // The server asks for the body only when the file store has begun to take it.
            await connection.ReadUntilAsync("100 Continue");
            await connection.SendAsync(new string('x', 200_000));
        }

        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/cut"), 404, "not-found");
        await Panthera.Alice.MustPutAsync("/v1/files/cut", "whole");
        await Panthera.Server.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Directory.Exists(Panthera.BlobDirectory) ? Directory.GetFiles(Panthera.BlobDirectory, "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    [Trait("Hazard", "H20")]
    public async Task Who_may_not_write_is_refused_before_a_byte_of_the_body_is_taken()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/shared", "1");
        await Panthera.Alice.ShareAsync("/shared", "viewer", "user:bob");
        var bob = await Panthera.MintAsync(Files.TokenScope.Subject, "acme", "user:bob");
        using var connection = await RawConnection.OpenAsync(Panthera.Url);

        await connection.SendAsync($"PUT /v1/files/shared HTTP/1.1\r\nHost: x\r\n{RawConnection.Authorization(bob)}Content-Length: 1000000\r\nExpect: 100-continue\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", await connection.ReadUntilAsync("\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_bytes_are_told_apart_only_by_who_may_read_them()
    {
        // Whether a content was stored before, by somebody else, shows nowhere in the answer.
        await Panthera.Alice.MustPutAsync("/v1/files/f", "same");
        await Panthera.Alice.MustPostAsync("/v1/directories/bobs", "");
        await Panthera.Alice.ShareAsync("/bobs", "editor", "user:bob");

        var first = await ApiClient.BodyAsync(Panthera.Bob.PutAsync("/v1/files/bobs/1", Encoding.UTF8.GetBytes("same")), HttpStatusCode.Created, PantheraJson.Default.WriteBody);
        var second = await ApiClient.BodyAsync(Panthera.Bob.PutAsync("/v1/files/bobs/2", Encoding.UTF8.GetBytes("else")), HttpStatusCode.Created, PantheraJson.Default.WriteBody);

        Assert.Equal(first.Entry.Version, second.Entry.Version);
        Assert.Equal(first.Entry.SizeBytes, second.Entry.SizeBytes);
    }
}
