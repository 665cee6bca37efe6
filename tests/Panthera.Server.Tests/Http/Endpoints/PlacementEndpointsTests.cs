using System.Net;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Tests.Http.Endpoints;

public sealed class PlacementEndpointsTests : ServerTest
{
    [Fact]
    public async Task A_move_takes_the_content_and_the_grants_along()
    {
        Assert.True((await Panthera.Alice.PutAsync("/v1/files/d/f?parents", "x")).IsSuccessStatusCode);
        await Panthera.Alice.ShareAsync("/d", "viewer", "user:bob");

        var moved = await ApiClient.BodyAsync(Panthera.Alice.PostJsonAsync("/v1/move", """{"from":"/d","to":"/e"}"""), HttpStatusCode.OK, PantheraJson.Default.ChangeBody);

        Assert.True(moved.Changed);
        Assert.Equal("x", await Panthera.Bob.MustGetTextAsync("/v1/files/e/f"));
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/files/d/f"), 404, "not-found");
    }

    [Fact]
    public async Task A_move_replaces_only_when_asked_and_honours_its_condition()
    {
        var tag = await Panthera.Alice.MustPutAsync("/v1/files/a", "a");
        await Panthera.Alice.MustPutAsync("/v1/files/b", "b");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/move", """{"from":"/a","to":"/b"}"""), 409, "already-exists");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/move", """{"from":"/a","to":"/c","ifMatch":"\"x\""}"""), 412, "precondition-failed");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/move", """{"from":"/a","to":"/c"}""", ("If-Match", tag)), 400, "invalid-argument");

        await Panthera.Alice.MustPostAsync("/v1/move", """{"from":"/a","to":"/b","replace":true}""");

        Assert.Equal("a", await Panthera.Alice.MustGetTextAsync("/v1/files/b"));
    }

    [Fact]
    [Trait("Hazard", "H18")]
    public async Task A_move_checks_both_ends()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");
        await Panthera.Alice.MustPostAsync("/v1/directories/bobs", "");
        await Panthera.Alice.ShareAsync("/bobs", "editor", "user:bob");
        await Panthera.Alice.ShareAsync("/f", "viewer", "user:bob");

        await ApiClient.ProblemAsync(Panthera.Bob.PostJsonAsync("/v1/move", """{"from":"/f","to":"/bobs/f"}"""), 403, "denied");
        await Panthera.Bob.MustPutAsync("/v1/files/bobs/g", "g");
        using var out_ = await Panthera.Bob.PostJsonAsync("/v1/move", """{"from":"/bobs/g","to":"/g"}""");
        Assert.True((int)out_.StatusCode is 403 or 404, $"{out_.StatusCode}");
        using var over = await Panthera.Bob.PostJsonAsync("/v1/move", """{"from":"/bobs/g","to":"/f","replace":true}""");
        Assert.True((int)over.StatusCode is 403 or 404, $"{over.StatusCode}");
        Assert.Equal("x", await Panthera.Alice.MustGetTextAsync("/v1/files/f"));
    }

    [Fact]
    public async Task A_directory_does_not_move_into_itself()
    {
        await Panthera.Alice.MustPostAsync("/v1/directories/d", "");
        using var response = await Panthera.Alice.PostJsonAsync("/v1/move", """{"from":"/d","to":"/d/e"}""");
        Assert.True((int)response.StatusCode is 400 or 409, $"{response.StatusCode}");
    }

    [Fact]
    [Trait("Hazard", "H20")]
    public async Task A_copy_has_what_the_caller_can_read_and_belongs_to_the_caller()
    {
        Assert.True((await Panthera.Alice.PutAsync("/v1/files/d/a?parents", "a")).IsSuccessStatusCode);
        await Panthera.Alice.ShareAsync("/d", "viewer", "user:bob");
        await Panthera.Alice.MustPostAsync("/v1/directories/bobs", "");
        await Panthera.Alice.ShareAsync("/bobs", "editor", "user:bob");

        var copied = await ApiClient.BodyAsync(Panthera.Bob.PostJsonAsync("/v1/copy", """{"from":"/d","to":"/bobs/d"}"""), HttpStatusCode.Created, PantheraJson.Default.CopyBody);

        Assert.Equal((2L, "user:bob", "/bobs/d"), (copied.CopiedEntries, copied.Entry.Owner, copied.Entry.Path));
        Assert.Equal("a", await Panthera.Bob.MustGetTextAsync("/v1/files/bobs/d/a"));
        await ApiClient.ProblemAsync(Panthera.Bob.PostJsonAsync("/v1/copy", """{"from":"/none","to":"/bobs/n"}"""), 404, "not-found");
    }
}
