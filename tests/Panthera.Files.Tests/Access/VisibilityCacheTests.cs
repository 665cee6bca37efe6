using Panthera.Permissions;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Access;

public sealed class VisibilityCacheTests
{
    [Fact]
    [Trait("Hazard", "H02")]
    public async Task A_deleted_file_leads_nobody_through_its_directories_any_more()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/docs/deep/a.txt", "one");
        await test.GrantAsync("/docs/deep/a.txt", "viewer", "user:bob");
        Assert.Equal(["/docs (passage)"], test.Names(Bob, "/"));

        _ = (await test.Files.DeleteAsync(Alice, "/docs/deep/a.txt", DeleteOptions.Default, CancellationToken.None)).Value;

        Assert.False(test.Files.Exists(Bob, "/docs"));
        Assert.False(test.Files.Exists(Bob, "/"));
    }

    [Fact]
    [Trait("Hazard", "H04")]
    [Trait("Hazard", "H03")]
    public async Task Two_tenants_at_one_revision_answer_each_for_itself()
    {
        await using var test = await CreateAsync();
        _ = (await test.Store.CreateTenantAsync("other", SubjectReference.Parse("user:alice"), CancellationToken.None)).Value;
        var other = (await test.Store.OpenTenantAsync("other")).Value;
        await test.WriteAsync(Alice, "/docs/a.txt", "one");
        _ = (await other.Files!.WriteAsync(Alice, "/docs/a.txt", new MemoryStream([1]), new() { CreateParents = true }, CancellationToken.None)).Value;
        await test.GrantAsync("/docs/a.txt", "viewer", "user:bob");
        _ = (await other.Files.GrantAsync(Operator, "/docs/a.txt", "viewer", SubjectReference.Parse("user:carol"), null, CancellationToken.None)).Value;
        Assert.Equal(test.Tenant.Log.Published.Revision, other.Log.Published.Revision);

        Assert.True(test.Files.Stat(Bob, "/docs").Value.IsPassage);
        Assert.False(other.Files.Exists(Bob, "/docs"));
        Assert.True(other.Files.Stat(User("carol"), "/docs").Value.IsPassage);
        Assert.False(test.Files.Exists(User("carol"), "/docs"));
    }

    [Fact]
    [Trait("Hazard", "H09")]
    [Trait("Hazard", "H10")]
    public async Task What_a_request_finds_at_an_older_state_serves_no_request_after_the_revoke()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/docs/a.txt", "one");
        await test.GrantAsync("/docs/a.txt", "viewer", "user:bob");
        using var before = test.Files.Pin(Bob);

        await test.RevokeAsync("/docs/a.txt", "viewer", "user:bob");

        // The slow request finds, and keeps, what held at its own revision; its token says which that was.
        var docs = before.Tree.Resolve("/docs").Target!;
        Assert.True(before.IsPassage(docs));
        Assert.Equal(test.Tenant.Log.Published.Revision.Value - 1, before.Token.Parts[0].Revision.Value);
        Assert.False(test.Files.Exists(Bob, "/docs"));
        using var after = test.Files.Pin(Bob);
        Assert.False(after.IsPassage(docs));
        Assert.Equal(InodeId.Root, docs.Parent);
    }
}
