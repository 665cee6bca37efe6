using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests.Graph;

public class CheckLimitTests
{
    private const string Groups = """
        definition user {}
        definition group {
            relation member: user | group#member
            relation banned: user | group#allowed | group#member
            permission allowed = member - banned
        }
        """;

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task A_membership_fifty_steps_deep_is_found_and_one_deeper_is_an_error_and_not_a_denial()
    {
        await using var tenant = await TestTenant.CreateAsync(Groups);
        await tenant.TouchAsync([.. Chain(60), "group:g60#member@user:ann"]);
        Assert.Equal(Decision.Allowed, tenant.Check("group:g10#member@user:ann").Decision);
        var tooDeep = tenant.Check("group:g9#member@user:ann");
        Assert.Equal((Decision.Error, EvaluationError.MaximumDepthExceeded), (tooDeep.Decision, tooDeep.Error));
        Assert.Equal(Decision.Error, tenant.Check("group:g9#member@user:nobody").Decision);
        Assert.Equal(Decision.Denied, tenant.Check("group:g10#member@user:nobody").Decision);
        Assert.Equal(Decision.Error, tenant.Graph.Explain(ObjectReference.Parse("group:g9"), "member", SubjectReference.Parse("user:ann")).Value.Root.Decision);
    }

    [Fact]
    [Trait("Hazard", "H36")]
    [Trait("Hazard", "H32")]
    public async Task The_limit_is_met_or_not_whatever_was_asked_before()
    {
        await using var tenant = await TestTenant.CreateAsync(Groups);
        await tenant.TouchAsync([.. Chain(60), "group:g60#member@user:ann"]);
        var items = Enumerable.Range(0, 61).Select(group => new CheckItem(ObjectReference.Parse($"group:g{group}"), "member", SubjectReference.Parse("user:ann"))).ToList();
        for (var seed = 0; seed < 20; seed++)
        {
            var order = items.ToArray();
            new Random(seed).Shuffle(order);
            var results = tenant.Graph.CheckBulk(order, TestContext.Current.CancellationToken);
            for (var i = 0; i < order.Length; i++)
            {
                var near = int.Parse(order[i].Resource.Id[1..]) >= 10;
                Assert.Equal(near ? Decision.Allowed : Decision.Error, results[i].Value.Decision);
            }
        }
    }

    [Fact]
    [Trait("Hazard", "H33")]
    public async Task A_way_that_is_short_enough_counts_beside_one_that_is_too_long()
    {
        await using var tenant = await TestTenant.CreateAsync(Groups);
        await tenant.TouchAsync([.. Chain(60), "group:g60#member@user:ann", "group:g0#member@group:g30#member"]);
        Assert.True(tenant.Allows("group:g0#member@user:ann"));
    }

    [Fact]
    [Trait("Hazard", "H33")]
    public async Task A_cycle_of_groups_denies_strangers_and_allows_members_wherever_it_is_entered()
    {
        await using var tenant = await TestTenant.CreateAsync(Groups);
        await tenant.TouchAsync([.. Chain(5), "group:g5#member@group:g0#member", "group:g3#member@user:ann"]);
        for (var group = 0; group <= 5; group++)
        {
            Assert.True(tenant.Allows($"group:g{group}#member@user:ann"));
            Assert.Equal(Decision.Denied, tenant.Check($"group:g{group}#member@user:bob").Decision);
        }
    }

    [Fact]
    [Trait("Hazard", "H33")]
    public async Task A_cycle_through_the_right_side_of_an_exclusion_is_an_error_unless_something_else_decides()
    {
        await using var tenant = await TestTenant.CreateAsync(Groups);
        await tenant.TouchAsync("group:aa#member@user:ann", "group:aa#banned@group:aa#allowed");
        var result = tenant.Check("group:aa#allowed@user:ann");
        Assert.Equal((Decision.Error, EvaluationError.CycleThroughExclusion), (result.Decision, result.Error));
        Assert.False(result.IsAllowed);
        Assert.Equal(Decision.Denied, tenant.Check("group:aa#allowed@user:bob").Decision);
        await tenant.TouchAsync("group:aa#banned@user:ann");
        Assert.Equal(Decision.Denied, tenant.Check("group:aa#allowed@user:ann").Decision);
    }

    [Theory]
    [InlineData(BuiltInSchema.Text)]
    [InlineData("""
        definition user {}
        definition agent {}
        definition file {
            relation parent: file
            relation owner: user | agent
            relation viewer: user
            relation banned: user
            permission share = owner
            permission write = share
            permission read = (viewer + parent->read) - banned
        }
        """)]
    public async Task A_path_two_thousand_levels_deep_counts_toward_no_limit(string schema)
    {
        var tree = new FakeTree();
        for (ulong file = 1; file <= 2000; file++) tree.Add(file, file - 1, "user:root");
        await using var tenant = await TestTenant.CreateAsync(schema, tree);
        await tenant.TouchAsync($"file:{FileIdText.Format(1)}#viewer@user:ann");
        Assert.True(tenant.Allows($"file:{FileIdText.Format(2000)}#read@user:ann"));
        Assert.Equal(Decision.Denied, tenant.Check($"file:{FileIdText.Format(2000)}#read@user:bob").Decision);
    }

    [Theory]
    [InlineData("doc", 20_000)]
    [InlineData("file", 20_000)]
    public async Task A_chain_of_permissions_longer_than_the_stack_is_followed_to_its_end(string type, int length)
    {
        var chain = string.Join('\n', Enumerable.Range(0, length).Select(i => $"permission p{i:D6} = p{i + 1:D6}"));
        await using var tenant = await TestTenant.CreateAsync(
            $"definition user {{}}\ndefinition {type} {{\nrelation viewer: user\n{chain}\npermission p{length:D6} = viewer\n}}");
        await tenant.TouchAsync($"{type}:one#viewer@user:ann");
        Assert.True(tenant.Allows($"{type}:one#p000000@user:ann"));
        Assert.Equal(Decision.Denied, tenant.Check($"{type}:one#p000000@user:bob").Decision);
        Assert.True(tenant.Graph.Explain(ObjectReference.Parse($"{type}:one"), "p000000", SubjectReference.Parse("user:ann")).Value.Result.IsAllowed);
    }

    [Fact]
    public async Task Permissions_that_share_what_they_include_cost_no_more_than_what_is_written()
    {
        var doubled = string.Join('\n', Enumerable.Range(1, 60).Select(i => $"permission can{i} = can{i - 1} + can{i - 1} + (can{i - 1} & can{i - 1})"));
        var tree = new FakeTree();
        tree.Add(1, 0, "user:root");
        tree.Add(2, 1, "user:root");
        await using var tenant = await TestTenant.CreateAsync(BuiltInSchema.Text.Replace("permission read = viewer", $"permission can0 = viewer\n{doubled}\npermission read = can60 + parent->can60", StringComparison.Ordinal), tree);
        await tenant.TouchAsync($"file:{FileIdText.Format(1)}#viewer@user:ann");
        Assert.True(tenant.Allows($"file:{FileIdText.Format(2)}#read@user:ann"));
        Assert.Equal(Decision.Denied, tenant.Check($"file:{FileIdText.Format(2)}#read@user:bob").Decision);
    }

    private static IEnumerable<string> Chain(int length) =>
        Enumerable.Range(0, length).Select(group => $"group:g{group}#member@group:g{group + 1}#member");
}
