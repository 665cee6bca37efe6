using Panthera.Files.Tests.Support;
using Panthera.Permissions;
using Panthera.Storage;

namespace Panthera.Files.Tests.Tenants;

public sealed class CommitActorTests
{
    [Fact]
    public async Task Commits_say_who_made_them()
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(TestStore.Alice, "/a", "x");
        await test.WriteAsync(TestStore.Operator, "/b", "x");
        var admin = Caller.TenantAdmin(SubjectReference.Parse("user:carol"));
        _ = (await test.Files.GrantAsync(admin, "/a", "viewer", SubjectReference.Parse("user:bob"), null, CancellationToken.None)).Value;
        var head = test.Tenant.Log.Published.Revision;

        List<string> actors = [];
        await foreach (var commit in test.Tenant.Log.Feed.ReadAsync(Revision.Zero, CancellationToken.None))
        {
            actors.Add(commit.Origin.Actor);
            if (commit.Revision == head) break;
        }

        Assert.Equal(["operator", "user:alice", "operator", "admin user:carol"], actors);
    }
}
