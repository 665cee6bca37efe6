using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests.Relationships;

public class PurgeTests
{
    [Fact]
    [Trait("Hazard", "H17")]
    public async Task Purging_removes_what_is_on_a_resource_and_what_names_it_in_bounded_commits()
    {
        await using var tenant = await TestTenant.CreateAsync("""
            definition user {}
            definition group { relation member: user | group#member }
            """);
        await tenant.TouchAsync("group:one#member@user:ann", "group:one#member@user:bob", "group:two#member@group:one#member", "group:two#member@user:ann", "group:one#member@group:one#member");
        Assert.True(References.TryFind(tenant.State, tenant.Graph.Structure, ObjectReference.Parse("group:one"), out var one));
        Assert.Equal(2, (await tenant.CommitAsync(new PurgeProposal(one, 2))).Value);
        Assert.Equal(2, (await tenant.CommitAsync(new PurgeProposal(one, 10))).Value);
        Assert.Equal(0, (await tenant.CommitAsync(new PurgeProposal(one, 10))).Value);
        await tenant.ReloadAsync();
        Assert.Equal(1, tenant.State.RelationshipCount);
        Assert.True(tenant.Allows("group:two#member@user:ann"));
        Assert.False(tenant.Allows("group:two#member@user:bob"));
    }

    private sealed class PurgeProposal(ObjectKey resource, int limit) : Proposal<int>
    {
        public override Outcome<int> Run(Draft draft) => RelationshipWriter.Purge(draft, resource, limit);
    }
}
