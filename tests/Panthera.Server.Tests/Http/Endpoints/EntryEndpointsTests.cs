using System.Net;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Tests.Http.Endpoints;

public sealed class EntryEndpointsTests : ServerTest
{
    [Fact]
    public async Task A_stat_tells_what_is_there()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/f", "hello");

        var entry = await StatAsync(Panthera.Alice, "/v1/entries/f");

        Assert.Equal(("/f", "file", 5L, "user:alice", "user:alice", tag), (entry.Path, entry.Kind, entry.SizeBytes, entry.Owner, entry.CreatedBy, entry.ETag));
        Assert.Equal(tag, $"\"{entry.Id}-{entry.Version}\"");
        Assert.Equal(TimeSpan.Zero, entry.ModifiedAt!.Value.Offset);
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/entries/none"), 404, "not-found");
        Assert.Equal(HttpStatusCode.OK, (await Panthera.Alice.HeadAsync("/v1/entries/f")).StatusCode);
    }

    [Fact]
    public async Task A_listing_pages_by_cursor_in_the_order_of_names()
    {
        foreach (var name in new[] { "c", "a", "b", "B" }) await Panthera.Alice.MustPutAsync("/v1/files/" + name, name);

        var first = await ListAsync(Panthera.Alice, "/v1/entries/?list&limit=3");
        Assert.Equal(["/B", "/a", "/b"], first.Entries.Select(entry => entry.Path));
        var second = await ListAsync(Panthera.Alice, "/v1/entries/?list&limit=3&cursor=" + Uri.EscapeDataString(first.NextCursor!));

        Assert.Equal(["/c"], second.Entries.Select(entry => entry.Path));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task A_recursive_listing_has_what_is_below()
    {
        Assert.True((await Panthera.Alice.PutAsync("/v1/files/d/e/f?parents", "1")).IsSuccessStatusCode);

        var page = await ListAsync(Panthera.Alice, "/v1/entries/?list&recursive");

        Assert.Equal(["/d", "/d/e", "/d/e/f"], page.Entries.Select(entry => entry.Path));
    }

    [Theory]
    [InlineData("/v1/entries/?list&limit=0")]
    [InlineData("/v1/entries/?list&limit=10001")]
    [InlineData("/v1/entries/?list&limit=x")]
    [InlineData("/v1/entries/?list&limit=1&limit=2")]
    [InlineData("/v1/entries/?list&cursor=garbage")]
    [InlineData("/v1/entries/?limit=5")]
    [InlineData("/v1/entries/?list=maybe")]
    [InlineData("/v1/entries/?lsit")]
    public async Task A_malformed_listing_is_refused(string target)
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "1");
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync(target), 400, "invalid-argument");
    }

    [Fact]
    public async Task A_file_is_not_listed()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "1");
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/entries/f?list"), 409, "failed-precondition");
    }

    [Fact]
    [Trait("Hazard", "H20")]
    public async Task A_listing_shows_only_what_the_caller_may_see()
    {
        Assert.True((await Panthera.Alice.PutAsync("/v1/files/a/secret?parents", "1")).IsSuccessStatusCode);
        Assert.True((await Panthera.Alice.PutAsync("/v1/files/b/c/shared?parents", "1")).IsSuccessStatusCode);
        await Panthera.Alice.MustPutAsync("/v1/files/b/hidden", "1");
        await Panthera.Alice.ShareAsync("/b/c", "viewer", "user:bob");

        var root = await ListAsync(Panthera.Bob, "/v1/entries/?list");
        var all = await ListAsync(Panthera.Bob, "/v1/entries/?list&recursive");

        var passage = Assert.Single(root.Entries);
        Assert.Equal(new EntryBody { Path = "/b", Kind = "directory", IsPassage = true }, passage);
        Assert.Equal(["/b", "/b/c", "/b/c/shared"], all.Entries.Select(entry => entry.Path));
        Assert.Null((await StatAsync(Panthera.Bob, "/v1/entries/b")).Owner);
        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/entries/a"), 404, "not-found");
        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/entries/a?list"), 404, "not-found");
        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/entries/b/hidden"), 404, "not-found");
    }

    [Fact]
    public async Task Directories_are_made_one_by_one_or_with_their_parents()
    {
        var made = await ApiClient.BodyAsync(Panthera.Alice.PostAsync("/v1/directories/d", ""), HttpStatusCode.Created, PantheraJson.Default.WriteBody);
        Assert.Equal(("/d", "directory"), (made.Entry.Path, made.Entry.Kind));
        await ApiClient.ProblemAsync(Panthera.Alice.PostAsync("/v1/directories/d", ""), 409, "already-exists");
        await ApiClient.ProblemAsync(Panthera.Alice.PostAsync("/v1/directories/x/y", ""), 404, "not-found");

        Assert.Equal(HttpStatusCode.Created, (await Panthera.Alice.PostAsync("/v1/directories/x/y?parents=true", "")).StatusCode);

        await ApiClient.ProblemAsync(Panthera.Bob.PostAsync("/v1/directories/e", ""), 404, "not-found");
    }

    private static Task<EntryBody> StatAsync(ApiClient client, string target) => ApiClient.BodyAsync(client.GetAsync(target), HttpStatusCode.OK, PantheraJson.Default.EntryBody);

    private static Task<ListBody> ListAsync(ApiClient client, string target) => ApiClient.BodyAsync(client.GetAsync(target), HttpStatusCode.OK, PantheraJson.Default.ListBody);
}
