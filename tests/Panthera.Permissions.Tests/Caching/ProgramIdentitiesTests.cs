using Panthera.Permissions.Caching;

namespace Panthera.Permissions.Tests.Caching;

public class ProgramIdentitiesTests
{
    [Theory]
    [InlineData("user | agent | bot")]
    [InlineData("user | agent")]
    [Trait("Hazard", "H01")]
    public async Task An_arrow_over_owners_is_another_program_when_what_any_owner_leads_to_is(string owners)
    {
        // Files that a bot came to own are its own still when the schema no longer lets bots own any.
        await using var tenant = await TestTenant.CreateAsync(Schema(owners, "first"), new FakeTree());
        var before = Identity(tenant);
        (await tenant.WriteSchemaAsync(Schema(owners, "first") + "\ndefinition other {}")).ThrowIfRefused();
        Assert.Same(before, Identity(tenant));
        (await tenant.WriteSchemaAsync(Schema(owners, "second"))).ThrowIfRefused();
        Assert.NotSame(before, Identity(tenant));
    }

    private static ProgramIdentity Identity(TestTenant tenant) =>
        tenant.State.Indexes.Identities.Of(tenant.Graph.FindPermission("file", "helped").Value, tenant.State);

    private static string Schema(string owners, string relation) => $$"""
        definition user {}
        definition agent { relation keeper: user }
        definition bot {
            relation first: user
            relation second: user
            permission keeper = {{relation}}
        }
        definition file {
            relation parent: file
            relation owner: {{owners}}
            permission share = owner
            permission write = share
            permission read = write
            permission helped = owner->keeper
        }
        """;
}
