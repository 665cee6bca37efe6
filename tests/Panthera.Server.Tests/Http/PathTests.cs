using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Tests.Http;

/// <summary>Targets as no well-behaved client sends them.</summary>
public sealed class PathTests : ServerTest
{
    [Theory]
    [InlineData("/v1/files/a/../secret")]
    [InlineData("/v1/files/../files/secret")]
    [InlineData("/v1/files/%2e%2e/files/secret")]
    [InlineData("/v1/files/%2E%2e/secret")]
    [InlineData("/v1/files/.%2e/secret")]
    [InlineData("/v1/files/./secret")]
    [InlineData("/v1/files/%2e/secret")]
    [InlineData("/v1/files//secret")]
    [InlineData("/v1/files/a//b")]
    [InlineData("/v1/files//")]
    [InlineData("/v1/files/a%2Fb")]
    [InlineData("/v1/files/%2fsecret")]
    [InlineData("/v1/files/%c0%ae%c0%ae/secret")]
    [InlineData("/v1/files/%ff")]
    [InlineData("/v1/files/%e2%82")]
    [InlineData("/v1/files/a%zz")]
    [InlineData("/v1/files/a%2")]
    [InlineData("/v1/entries/a/../secret")]
    [InlineData("/v1/entries/a%2Fb?list")]
    [InlineData("/v1/grants/a/..%2fsecret")]
    [InlineData("/v1/groups/a%2fb/members")]
    [InlineData("http://localhost/v1/files/a/../secret")]
    [Trait("Hazard", "H27")]
    public async Task A_path_in_disguise_is_refused_as_malformed(string target)
    {
        await Panthera.Alice.MustPutAsync("/v1/files/secret", "s3cret");
        var method = target.Contains("groups", StringComparison.Ordinal) ? "DELETE" : "GET";

        var (status, text) = await RawConnection.RequestAsync(Panthera.Url, method, target, Panthera.AliceSecret);

        Assert.Equal(400, status);
        Assert.Contains("\"code\":\"invalid-argument\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/files/a%00b")]
    [InlineData("/v1/files/\u00c0\u00af")]
    [InlineData("/v1/files/\u0080")]
    [Trait("Hazard", "H27")]
    public async Task Nul_and_bare_bytes_are_refused_by_whoever_sees_them_first(string target)
    {
        var (status, _) = await RawConnection.RequestAsync(Panthera.Url, "GET", target, Panthera.AliceSecret);

        Assert.Equal(400, status);
    }

    [Theory]
    [InlineData("/v1/fi%6Ces/secret")]
    [InlineData("/V1/files/secret")]
    [InlineData("/v1/files")]
    [InlineData("/v1//files/secret")]
    [InlineData("/v1/./files/secret")]
    [InlineData("/v1/x/../files/secret")]
    [InlineData("/v1/filesx/secret")]
    [InlineData("/v1/tenants/")]
    [InlineData("/v1/move/")]
    [Trait("Hazard", "H27")]
    public async Task A_route_has_one_spelling(string target)
    {
        await Panthera.Alice.MustPutAsync("/v1/files/secret", "s3cret");

        var (status, text) = await RawConnection.RequestAsync(Panthera.Url, "GET", target, Panthera.AliceSecret);

        Assert.Equal(404, status);
        Assert.Contains("\"code\":\"no-such-route\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/files/a/../secret")]
    [InlineData("/v1/files/a%2Fb")]
    [InlineData("/v1/files/%ff")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/files/f?unknown=1")]
    [Trait("Hazard", "H21")]
    public async Task Without_a_token_the_answer_is_401_whatever_the_path(string target)
    {
        var (status, text) = await RawConnection.RequestAsync(Panthera.Url, "GET", target, null);

        Assert.Equal(401, status);
        Assert.Contains("WWW-Authenticate: Bearer", text, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Hazard", "H27")]
    public async Task Look_alikes_and_case_are_different_names()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/caf%C3%A9", "composed");
        await Panthera.Alice.MustPutAsync("/v1/files/cafe%CC%81", "decomposed");
        await Panthera.Alice.MustPutAsync("/v1/files/CAF%C3%89", "upper");

        Assert.Equal("composed", await Panthera.Alice.MustGetTextAsync("/v1/files/caf%C3%A9"));
        Assert.Equal("decomposed", await Panthera.Alice.MustGetTextAsync("/v1/files/cafe%CC%81"));
        Assert.Equal("upper", await Panthera.Alice.MustGetTextAsync("/v1/files/CAF%C3%89"));
    }

    [Fact]
    [Trait("Hazard", "H35")]
    public async Task The_root_and_a_trailing_slash_name_directories()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");
        await Panthera.Alice.MustPostAsync("/v1/directories/d", "");

        foreach (var path in new[] { "/v1/entries/", "/v1/entries/d", "/v1/entries/d/" })
        {
            var entry = await ApiClient.BodyAsync(Panthera.Alice.GetAsync(path), System.Net.HttpStatusCode.OK, PantheraJson.Default.EntryBody);
            Assert.Equal("directory", entry.Kind);
        }

        using var asDirectory = await Panthera.Alice.GetAsync("/v1/files/f/");
        Assert.True((int)asDirectory.StatusCode is 404 or 409, $"{asDirectory.StatusCode}");
    }

    [Fact]
    public async Task The_longest_path_fits_and_a_longer_one_is_refused_by_name()
    {
        var segment = string.Concat(Enumerable.Repeat("%C3%BC", 127));
        var longest = "/v1/entries/" + string.Join('/', Enumerable.Repeat(segment, 16));
        await ApiClient.ProblemAsync(Panthera.Alice.GetAsync(longest), 404, "not-found");

        var problem = await ApiClient.ProblemAsync(Panthera.Alice.GetAsync(longest + "/" + segment), 400, "invalid-argument");
        Assert.Contains("4096", problem.Detail, StringComparison.Ordinal);
        problem = await ApiClient.ProblemAsync(Panthera.Alice.GetAsync("/v1/entries/" + new string('n', 256)), 400, "invalid-argument");
        Assert.Contains("256", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Hazard", "H27")]
    public async Task Paths_in_bodies_are_checked_like_paths_in_targets()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");
        foreach (var path in new[] { "", "f", "/a/../b", "//b", "/a//b", "/a\\u0000b", "/./b", "\\ud800" })
        {
            await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/move", $$"""{"from":"/f","to":"{{path}}"}"""), 400, "invalid-argument");
            await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/copy", $$"""{"from":"/f","to":"{{path}}"}"""), 400, "invalid-argument");
            await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/check", $$"""{"permission":"read","path":"{{path}}"}"""), 400, "invalid-argument");
        }

        // In a body a path is plain text: a percent sign is a percent sign.
        await Panthera.Alice.MustPostAsync("/v1/move", """{"from":"/f","to":"/%2e%2e"}""");
        Assert.Equal("x", await Panthera.Alice.MustGetTextAsync("/v1/files/%252e%252e"));
    }
}
