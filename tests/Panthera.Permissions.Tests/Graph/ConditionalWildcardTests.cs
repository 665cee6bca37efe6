using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Tests.Graph;

public class ConditionalWildcardTests
{
    private const string Schema = """
        caveat at_least(amount int, needed int) { amount >= needed }
        definition user {}
        definition group {
            relation anyone: user:* with at_least
            permission member = anyone
        }
        definition folder { relation viewer: user:* with at_least }
        definition doc {
            relation viewer: user:* with at_least | group#member
            relation parent: folder
            permission read = viewer + parent->viewer
        }
        """;

    [Theory]
    [Trait("Hazard", "H13")]
    [Trait("Hazard", "H24")]
    [InlineData("doc:x#viewer@user:*[at_least:{\"needed\":2}]", "")]
    [InlineData("doc:x#viewer@group:eng#member", "group:eng#anyone@user:*[at_least:{\"needed\":2}]")]
    [InlineData("doc:x#parent@folder:top", "folder:top#viewer@user:*[at_least:{\"needed\":2}]")]
    public async Task A_wildcard_with_a_condition_grants_nobody_without_it(string first, string second)
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync(second.Length == 0 ? [first] : [first, second]);
        foreach (var (context, wanted) in ((string?, Decision)[])[(null, Decision.Conditional), ("{\"amount\":1}", Decision.Denied), ("{\"amount\":2}", Decision.Allowed), ("{\"amount\":\"many\"}", Decision.Error)])
        {
            var graph = tenant.GraphIn(context is null ? null : TestTenant.Context(context));
            var item = new CheckItem(new("doc", "x"), "read", new("user", "ann"));
            Assert.Equal(wanted, graph.Check(item.Resource, item.Permission, item.Subject).Value.Decision);
            Assert.All(graph.CheckBulk([item, item], TestContext.Current.CancellationToken), result => Assert.Equal(wanted, result.Value.Decision));
            Decision[] found = wanted == Decision.Denied ? [] : [wanted];
            Assert.Equal(found, Resources(graph, "doc", "read", "ann").Select(one => one.Result.Decision));
            Assert.Equal(found, Subjects(graph, "x", "read").Select(one => one.Result.Decision));
        }
    }

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task A_condition_that_costs_too_much_is_an_error_and_is_not_remembered_for_another_context()
    {
        await using var tenant = await TestTenant.CreateAsync("""
            caveat slow(all list<int>) { all.all(a, all.all(b, all.all(c, a + b + c >= 0))) }
            definition user {}
            definition doc { relation viewer: user with slow }
            """);
        await tenant.TouchAsync("doc:x#viewer@user:ann[slow]");
        var (slow, quick) = (TestTenant.Context($"{{\"all\":[{string.Join(',', Enumerable.Range(0, 500))}]}}"), TestTenant.Context("{\"all\":[1]}"));
        var item = new CheckItem(new("doc", "x"), "viewer", new("user", "ann"));
        var results = tenant.Graph.CheckBulk([item with { Context = slow }, item with { Context = quick }, item with { Context = slow }], TestContext.Current.CancellationToken);
        Assert.Equal([EvaluationError.CaveatCost, EvaluationError.None, EvaluationError.CaveatCost], results.Select(result => result.Value.Error));
        Assert.Equal([Decision.Error, Decision.Allowed, Decision.Error], results.Select(result => result.Value.Decision));
    }

    private static List<FoundResource> Resources(PermissionGraph<FakeStructure> graph, string type, string permission, string user) =>
        [.. graph.LookupResources(type, permission, new("user", user), cancellationToken: TestContext.Current.CancellationToken).Value];

    private static List<FoundSubject> Subjects(PermissionGraph<FakeStructure> graph, string doc, string permission) =>
        [.. graph.LookupSubjects(new("doc", doc), permission, "user", cancellationToken: TestContext.Current.CancellationToken).Value];
}
