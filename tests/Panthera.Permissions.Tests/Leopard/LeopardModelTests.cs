using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests.Leopard;

public class LeopardModelTests
{
    private static readonly int s_cases = int.TryParse(Environment.GetEnvironmentVariable("PANTHERA_CASES"), out var cases) ? cases * 2 : 24;

    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("PANTHERA_SEED"), out var seed) ? seed : 1;

    [Fact]
    [Trait("Hazard", "H05")]
    [Trait("Hazard", "H33")]
    public async Task At_every_slice_and_every_held_revision_the_index_says_what_the_graph_says_or_nothing()
    {
        var (decided, asked) = (0, 0);
        for (var i = 0; i < s_cases; i++)
        {
            var random = new Random(s_seed + i);
            await using var tenant = await TestTenant.CreateAsync(GroupModel.Schema);
            tenant.SliceWork = 1 + random.Next(12);
            tenant.Leopard.Options = tenant.Leopard.Options with { SliceWork = tenant.SliceWork, MaxChanges = random.Next(3) == 0 ? 3 : 100 };
            var model = new GroupModel(random, tenant);
            List<TenantState> held = [];
            for (var step = 0; step < 25; step++)
            {
                await StepAsync(tenant, model, random, held);
                var situation = $"seed {s_seed + i}, step {step}";
                model.AssertAgrees(tenant.Published, situation);
                if (held.Count > 0) model.AssertAgrees(held[random.Next(held.Count)], $"{situation}, at an earlier revision");
            }

            decided += model.Decided;
            asked += model.Asked;
        }

        Assert.True(decided > asked / 3, $"{decided} decided, {asked} left to the graph");
    }

    [Fact]
    public async Task Of_pure_groups_everything_is_decided_once_the_index_has_caught_up()
    {
        for (var i = 0; i < s_cases; i++)
        {
            var random = new Random(s_seed + 1000 + i);
            await using var tenant = await TestTenant.CreateAsync(GroupModel.Schema.Replace("permission all = lead + parent->lead", "permission all = lead", StringComparison.Ordinal));
            var model = new GroupModel(random, tenant);
            for (var step = 0; step < 15; step++)
            {
                await model.ChangeAsync(isPure: true);
                tenant.CatchUp();
                var (decided, asked) = (model.Decided, model.Asked);
                model.AssertAgrees(tenant.Published, $"seed {s_seed + 1000 + i}, step {step}");

                // What a team's leads and documents are is the graph's: for four subjects each.
                Assert.Equal(4 * 4, model.Asked - asked);
                Assert.Equal(4 * (GroupModel.Usersets().Count() - 4), model.Decided - decided);
            }
        }
    }

    private static async Task StepAsync(TestTenant tenant, GroupModel model, Random random, List<TenantState> held)
    {
        switch (random.Next(12))
        {
            case 0:
                tenant.Time.Advance(TimeSpan.FromMinutes(2));
                break;
            case 1 when random.Next(3) == 0:
                await tenant.ReloadAsync();
                held.Clear();
                break;
            case 2 when random.Next(2) == 0:
                (await tenant.WriteSchemaAsync(random.Next(2) == 0 ? GroupModel.OtherSchema : GroupModel.Schema)).ThrowIfRefused();
                break;
            case 3 or 4 or 5:
                for (var slices = random.Next(6); slices > 0; slices--) tenant.Leopard.Work();
                break;
            case 6:
                tenant.CatchUp();
                break;
            default:
                await model.ChangeAsync(random.Next(2) == 0);
                break;
        }

        if (random.Next(3) == 0) held.Add(tenant.Published);
    }
}
