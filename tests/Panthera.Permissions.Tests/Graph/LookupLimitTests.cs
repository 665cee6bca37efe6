using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Tests.Graph;

public class LookupLimitTests
{
    private const string Schema = """
        definition user {}
        definition group { relation member: user | group#member }
        definition doc {
            relation viewer: user | user:* | group#member
            relation banned: user
            permission read = viewer - banned
        }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public async Task Past_the_bounds_of_its_search_a_look_up_finds_the_same_in_the_same_order(int bound)
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync(
        [
            .. Enumerable.Range(0, 30).Select(i => $"group:g{i}#member@group:g{i + 1}#member"),
            .. Enumerable.Range(0, 60).SelectMany(i => (string[])[$"group:g30#member@user:u{i}", $"doc:d{i}#viewer@group:g{i % 30}#member"]),
            "doc:d7#banned@user:u3",
            "doc:d8#viewer@user:*",
        ]);
        var bounded = tenant.GraphIn(null, new(0, SearchBound: bound));
        Assert.Equal(59, Resources(bounded, "doc", "read", "u3").Count);
        Assert.Equal(
            Resources(tenant.Graph, "doc", "read", "u3"),
            Resources(bounded, "doc", "read", "u3"));
        foreach (var (doc, subjects) in (ValueTuple<string, int>[])[("d7", 59), ("d8", 61)])
        {
            var found = Subjects(bounded, doc, "read").Select(one => (one.Number, one.Subject, one.Result)).ToList();
            Assert.Equal(subjects, found.Count);
            Assert.Equal([.. Subjects(tenant.Graph, doc, "read").Select(one => (one.Number, one.Subject, one.Result))], found);
        }
    }

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task A_wildcard_that_excepts_more_than_can_be_held_is_an_error_and_no_incomplete_list()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync("doc:x#viewer@user:*", "doc:x#banned@user:ann", "doc:x#banned@user:bob");
        FoundSubject Wildcard() => Subjects(tenant.GraphIn(null, new(0, ExclusionBound: 2)), "x", "read")[^1];
        Assert.Equal((Decision.Allowed, 2), (Wildcard().Result.Decision, Wildcard().Excluded.Count));
        await tenant.TouchAsync("doc:x#banned@user:cat");
        var tooMany = Wildcard();
        Assert.True(tooMany.Subject.IsWildcard);
        Assert.Equal((Decision.Error, EvaluationError.TooManySubproblems), (tooMany.Result.Decision, tooMany.Result.Error));
        Assert.Empty(tooMany.Excluded);
        Assert.Equal(3, Subjects(tenant.Graph, "x", "read").Single().Excluded.Count);
    }

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task A_look_up_reports_what_is_too_deep_and_finds_it_when_more_steps_are_allowed()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync([.. Enumerable.Range(0, 60).Select(i => $"group:g{i}#member@group:g{i + 1}#member"), "group:g60#member@user:ann"]);
        for (var round = 0; round < 2; round++)
        {
            var found = Resources(tenant.Graph, "group", "member", "ann").ToDictionary(one => one.Id, one => one.Result);
            Assert.All(Enumerable.Range(10, 51), i => Assert.True(found[$"g{i}"].IsAllowed));
            Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(EvaluationError.MaximumDepthExceeded, found[$"g{i}"].Error));
            var deeper = Resources(tenant.GraphIn(null, new(60)), "group", "member", "ann");
            Assert.Equal(61, deeper.Count);
            Assert.All(deeper, one => Assert.True(one.Result.IsAllowed));
        }
    }

    [Fact]
    [Trait("Hazard", "H07")]
    public async Task What_has_expired_is_found_by_no_look_up_and_no_expansion()
    {
        await using var tenant = await TestTenant.CreateAsync("""
            use expiration
            definition user {}
            definition group { relation member: user with expiration }
            definition doc { relation viewer: group#member | user with expiration }
            """);
        var expiresAt = TestTenant.Start.AddMinutes(5);
        await tenant.TouchAsync("doc:x#viewer@group:eng#member", $"doc:x#viewer@user:ann[expiration:{expiresAt:O}]", $"group:eng#member@user:bob[expiration:{expiresAt:O}]");
        (int Documents, int Subjects, int Direct, int Indirect) Found() => (
            Resources(tenant.Graph, "doc", "viewer", "bob").Count,
            Subjects(tenant.Graph, "x", "viewer").Count,
            tenant.Graph.Expand(new("doc", "x"), "viewer").Value.Subjects.Count,
            tenant.Graph.Expand(new("group", "eng"), "member").Value.Subjects.Count);

        tenant.Time.SetUtcNow(expiresAt.AddTicks(-1));
        Assert.Equal((1, 2, 2, 1), Found());
        tenant.Time.SetUtcNow(expiresAt);
        Assert.Equal((0, 0, 1, 0), Found());
        await tenant.ReloadAsync();
        Assert.Equal((0, 0, 1, 0), Found());
    }

    private static List<FoundResource> Resources(PermissionGraph<FakeStructure> graph, string type, string permission, string user) =>
        [.. graph.LookupResources(type, permission, new("user", user), cancellationToken: TestContext.Current.CancellationToken).Value];

    private static List<FoundSubject> Subjects(PermissionGraph<FakeStructure> graph, string doc, string permission) =>
        [.. graph.LookupSubjects(new("doc", doc), permission, "user", cancellationToken: TestContext.Current.CancellationToken).Value];
}
