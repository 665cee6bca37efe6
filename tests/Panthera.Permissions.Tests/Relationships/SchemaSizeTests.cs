using Panthera.Storage;

namespace Panthera.Permissions.Tests.Relationships;

public sealed class SchemaSizeTests
{
    [Fact]
    [Trait("Hazard", "H39")]
    public async Task A_schema_whose_programs_would_not_fit_is_refused_and_the_one_before_stays()
    {
        await using var tenant = await TestTenant.CreateAsync("definition user {}\ndefinition doc { relation viewer: user }");
        var wide = string.Join('\n', Enumerable.Range(0, 2100).Select(i => $"definition type{i} {{ relation rel{i}: type{i} }}"));

        var outcome = await tenant.WriteSchemaAsync(wide);

        Assert.Equal(RefusalCode.LimitExceeded, outcome.Refusal!.Code);
        await tenant.TouchAsync("doc:one#viewer@user:tom");
        Assert.True(tenant.TryCheck("doc:one#viewer@user:tom").Value.IsAllowed);
    }

    [Fact]
    [Trait("Hazard", "H39")]
    public async Task Many_arrows_over_many_types_take_memory_for_their_names_only()
    {
        var types = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"definition type{i} {{}}\n"));
        var arrows = string.Join(" + ", Enumerable.Repeat("parent->view", 100_000));
        await using var tenant = await TestTenant.CreateAsync($"{types}definition doc {{\nrelation parent: doc\nrelation viewer: type0\npermission view = viewer + {arrows}\n}}");
        await tenant.TouchAsync("doc:top#viewer@type0:tom");
        Assert.True(tenant.Allows("doc:top#view@type0:tom"));
    }
}
