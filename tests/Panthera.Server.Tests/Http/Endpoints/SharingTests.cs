using System.Net;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Tests.Http.Endpoints;

/// <summary>Grants, owners, groups, checks and explanations.</summary>
public sealed class SharingTests : ServerTest
{
    [Fact]
    public async Task Grants_are_given_listed_and_revoked()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");

        var granted = await GrantAsync("""{"relation":"viewer","subject":"user:bob","expiresAt":"2999-01-01T00:00:00Z"}""");
        var again = await GrantAsync("""{"relation":"viewer","subject":"user:bob","expiresAt":"2999-01-01T01:00:00+01:00"}""");
        Assert.True(granted.Changed);
        Assert.False(again.Changed);
        Assert.Equal("x", await Panthera.Bob.MustGetTextAsync("/v1/files/f"));

        var grants = await ApiClient.BodyAsync(Panthera.Alice.GetAsync("/v1/grants/f"), HttpStatusCode.OK, PantheraJson.Default.GrantsBody);
        var grant = Assert.Single(grants.Grants, grant => grant.Relation == "viewer");
        Assert.Equal(("user:bob", new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero)), (grant.Subject, grant.ExpiresAt));

        var revoked = await ApiClient.BodyAsync(Panthera.Alice.DeleteAsync("/v1/grants/f?relation=viewer&subject=user:bob"), HttpStatusCode.OK, PantheraJson.Default.ChangeBody);
        var twice = await ApiClient.BodyAsync(Panthera.Alice.DeleteAsync("/v1/grants/f?relation=viewer&subject=user:bob"), HttpStatusCode.OK, PantheraJson.Default.ChangeBody);
        Assert.True(revoked.Changed);
        Assert.False(twice.Changed);
        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/files/f"), 404, "not-found");
    }

    [Theory]
    [InlineData("""{"relation":"viewer","subject":"bob"}""")]
    [InlineData("""{"relation":"parent","subject":"file:0000000000000001"}""")]
    [InlineData("""{"relation":"owner","subject":"user:bob"}""")]
    [InlineData("""{"relation":"viewer","subject":"user:bob","expiresAt":"2999-01-01T00:00:00"}""")]
    [InlineData("""{"relation":"viewer","subject":"user:bob","expires":"2999-01-01T00:00:00Z"}""")]
    [InlineData("""{"relation":"viewer","relation":"editor","subject":"user:bob"}""")]
    [InlineData("""{"relation":"viewer"}""")]
    [InlineData("""{"relation":null,"subject":"user:bob"}""")]
    [InlineData("""{"relation":["viewer"],"subject":"user:bob"}""")]
    [InlineData("""{"relation":"viewer","subject":"user:bob"} trailing""")]
    [InlineData("""["viewer","user:bob"]""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    [Trait("Hazard", "H27")]
    [Trait("Hazard", "H29")]
    public async Task A_malformed_grant_changes_nothing(string json)
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");

        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/grants/f", json), 400, "invalid-argument");

        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/files/f"), 404, "not-found");
    }

    [Theory]
    [InlineData("veiwer", "user:bob", "`viewer`")]
    [InlineData("viewer", "robot:bob", "`robot`")]
    [InlineData("viewer", "user:bob#member", "`member`")]
    public async Task A_grant_that_the_schema_does_not_admit_is_refused_by_name(string relation, string subject, string named)
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");

        var problem = await ApiClient.ProblemAsync(
            Panthera.Alice.PostJsonAsync("/v1/grants/f", $$"""{"relation":"{{relation}}","subject":"{{subject}}"}"""), 409, "failed-precondition");

        Assert.Contains(named, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_body_should_have_had_is_said()
    {
        var problem = await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/grants/f", """{"relation":"viewer","subjekt":"user:bob"}"""), 400, "invalid-argument");

        Assert.Contains("`relation`, `subject`, and may have `expiresAt`", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Panthera.Server", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_json_is_taken_and_only_in_the_body()
    {
        await ApiClient.ProblemAsync(Panthera.Alice.SendAsync(HttpMethod.Post, "/v1/grants/f", new StringContent("{}")), 415, "unsupported-media-type");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/grants/f?relation=viewer", "{}"), 400, "invalid-argument");
        await ApiClient.ProblemAsync(Panthera.Alice.DeleteAsync("/v1/grants/f?relation=viewer"), 400, "invalid-argument");
        await ApiClient.ProblemAsync(Panthera.Alice.DeleteAsync("/v1/grants/f?relation=viewer&subject=user:a&subject=user:b"), 400, "invalid-argument");
    }

    [Fact]
    [Trait("Hazard", "H20")]
    public async Task Who_may_not_share_neither_grants_nor_sees_grants()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");
        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/grants/f"), 404, "not-found");
        await Panthera.Alice.ShareAsync("/f", "editor", "user:bob");

        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/grants/f"), 403, "denied");
        await ApiClient.ProblemAsync(Panthera.Bob.PostJsonAsync("/v1/grants/f", """{"relation":"viewer","subject":"user:eve"}"""), 403, "denied");
        await ApiClient.ProblemAsync(Panthera.Bob.DeleteAsync("/v1/grants/f?relation=editor&subject=user:bob"), 403, "denied");
    }

    [Fact]
    [Trait("Hazard", "H16")]
    public async Task The_owner_gives_a_file_away_and_has_it_no_more()
    {
        await Panthera.Admin.ShareAsync("/", "editor", "user:bob");
        await Panthera.Bob.MustPutAsync("/v1/files/f", "x");
        await ApiClient.ProblemAsync(Panthera.Bob.PutJsonAsync("/v1/owner/f", """{"owner":"group:eng#member"}"""), 400, "invalid-argument");

        var changed = await ApiClient.BodyAsync(Panthera.Bob.PutJsonAsync("/v1/owner/f", """{"owner":"agent:backup"}"""), HttpStatusCode.OK, PantheraJson.Default.ChangeBody);

        Assert.True(changed.Changed);
        await ApiClient.ProblemAsync(Panthera.Bob.PutJsonAsync("/v1/owner/f", """{"owner":"user:bob"}"""), 403, "denied");
    }

    [Fact]
    [Trait("Hazard", "H06")]
    public async Task Group_members_share_what_the_group_was_granted_until_they_leave()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");
        Assert.Equal(HttpStatusCode.Created, (await Panthera.Admin.PostJsonAsync("/v1/groups", """{"name":"eng","manager":"user:alice"}""")).StatusCode);
        await Panthera.Alice.ShareAsync("/f", "viewer", "group:eng#member");
        await ApiClient.ProblemAsync(Panthera.Bob.PostJsonAsync("/v1/groups/eng/members", """{"member":"user:bob"}"""), 404, "not-found");
        await Panthera.Alice.MustPostAsync("/v1/groups/eng/members", """{"member":"user:bob"}""");
        Assert.Equal("x", await Panthera.Bob.MustGetTextAsync("/v1/files/f"));

        Assert.Equal(HttpStatusCode.OK, (await Panthera.Alice.DeleteAsync("/v1/groups/eng/members?member=user:bob")).StatusCode);

        await ApiClient.ProblemAsync(Panthera.Bob.GetAsync("/v1/files/f"), 404, "not-found");
        await ApiClient.ProblemAsync(Panthera.Alice.DeleteAsync("/v1/groups/eng/members"), 400, "invalid-argument");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/groups", """{"name":"ops"}"""), 403, "denied");
    }

    [Fact]
    public async Task A_check_answers_for_the_caller_and_for_others_where_the_caller_may_share()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");
        await Panthera.Alice.MustPostAsync("/v1/grants/f", """{"relation":"viewer","subject":"user:bob","expiresAt":"2999-01-01T00:00:00Z"}""");

        Assert.Equal("allowed", (await CheckAsync(Panthera.Alice, """{"permission":"write","path":"/f"}""")).Decision);
        var bobs = await CheckAsync(Panthera.Alice, """{"subject":"user:bob","permission":"read","path":"/f"}""");
        Assert.Equal(("allowed", 2999), (bobs.Decision, bobs.ExpiresAt!.Value.Year));
        Assert.Equal("denied", (await CheckAsync(Panthera.Alice, """{"subject":"user:bob","permission":"write","path":"/f"}""")).Decision);
        Assert.Equal("denied", (await CheckAsync(Panthera.Bob, """{"permission":"write","path":"/f"}""")).Decision);
        await ApiClient.ProblemAsync(Panthera.Bob.PostJsonAsync("/v1/check", """{"subject":"user:alice","permission":"read","path":"/f"}"""), 403, "denied");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/check", """{"permission":"fly","path":"/f"}"""), 409, "failed-precondition");
        await ApiClient.ProblemAsync(Panthera.Alice.PostJsonAsync("/v1/check", """{"subject":"nobody","permission":"read","path":"/f"}"""), 400, "invalid-argument");
    }

    [Fact]
    public async Task An_explanation_names_what_decided()
    {
        await Panthera.Alice.MustPutAsync("/v1/files/f", "x");
        await Panthera.Alice.ShareAsync("/f", "viewer", "user:bob");

        var allowed = await ApiClient.BodyAsync(
            Panthera.Alice.PostJsonAsync("/v1/explain", """{"subject":"user:bob","permission":"read","path":"/f"}"""), HttpStatusCode.OK, PantheraJson.Default.ExplanationBody);
        var denied = await ApiClient.BodyAsync(
            Panthera.Alice.PostJsonAsync("/v1/explain", """{"subject":"user:eve","permission":"read","path":"/f"}"""), HttpStatusCode.OK, PantheraJson.Default.ExplanationBody);

        Assert.Equal(("allowed", "user:bob", "read", "/f"), (allowed.Decision, allowed.Subject, allowed.Permission, allowed.Path));
        Assert.Contains(allowed.Steps, step => step.Relation == "viewer" && step.Resource == "/f");
        Assert.Equal("denied", denied.Decision);
        Assert.NotEmpty(denied.Steps);
        await ApiClient.ProblemAsync(Panthera.Bob.PostJsonAsync("/v1/explain", """{"subject":"user:alice","permission":"read","path":"/f"}"""), 403, "denied");
    }

    private Task<ChangeBody> GrantAsync(string json) => ApiClient.BodyAsync(Panthera.Alice.PostJsonAsync("/v1/grants/f", json), HttpStatusCode.OK, PantheraJson.Default.ChangeBody);

    private static Task<CheckBody> CheckAsync(ApiClient client, string json) => ApiClient.BodyAsync(client.PostJsonAsync("/v1/check", json), HttpStatusCode.OK, PantheraJson.Default.CheckBody);
}
