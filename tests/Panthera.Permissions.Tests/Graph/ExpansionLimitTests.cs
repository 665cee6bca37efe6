using Panthera.Storage;

namespace Panthera.Permissions.Tests.Graph;

public class ExpansionLimitTests
{
    private const string Schema = """
        definition user {}
        definition folder {
            relation parent: folder
            relation viewer: user
            permission view = viewer + parent->view
        }
        """;

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task Arrows_more_steps_deep_than_a_check_goes_are_refused_and_a_nearer_permission_is_expanded()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync([.. Enumerable.Range(0, 60).Select(i => $"folder:f{i}#parent@folder:f{i + 1}")]);
        for (var round = 0; round < 2; round++)
        {
            var refused = tenant.Graph.Expand(new("folder", "f9"), "view").AssertRefused(RefusalCode.FailedPrecondition, "more than 50 steps");
            Assert.Equal(PermissionReasons.MaximumDepthExceeded, refused.Reason);
            Assert.True(tenant.Graph.Expand(new("folder", "f10"), "view").IsAccepted);
            Assert.True(tenant.GraphIn(null, new(60)).Expand(new("folder", "f0"), "view").IsAccepted);
        }
    }

    [Fact]
    [Trait("Hazard", "H33")]
    public async Task Folders_in_a_circle_are_refused_and_do_not_hang()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync("folder:a#parent@folder:b", "folder:b#parent@folder:a");
        tenant.Graph.Expand(new("folder", "a"), "view").AssertRefused(RefusalCode.FailedPrecondition, "steps");
    }

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task An_expansion_of_too_many_nodes_is_refused_whole()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);

        // A root with two operands, and for each parent three nodes: the union, the viewers, and the arrow that leads nowhere.
        await tenant.TouchAsync([.. Enumerable.Range(0, 4_000).Select(i => $"folder:few#parent@folder:p{i}")]);
        Assert.True(tenant.Graph.Expand(new("folder", "few"), "view").IsAccepted);
        await tenant.TouchAsync([.. Enumerable.Range(0, 10_001).Select(i => $"folder:many#parent@folder:p{i}")]);
        tenant.Graph.Expand(new("folder", "many"), "view").AssertRefused(RefusalCode.LimitExceeded, "10000 nodes");
        Assert.True(tenant.Graph.Expand(new("folder", "few"), "view").IsAccepted);
    }

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task An_expansion_of_too_many_subjects_is_refused_whole()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync([.. Enumerable.Range(0, 100_000).Select(i => $"folder:f#viewer@user:u{i}")]);
        Assert.Equal(100_000, tenant.Graph.Expand(new("folder", "f"), "viewer").Value.Subjects.Count);
        await tenant.TouchAsync("folder:f#viewer@user:last");
        tenant.Graph.Expand(new("folder", "f"), "view").AssertRefused(RefusalCode.LimitExceeded, "100000 subjects");
    }
}
