using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests.Graph;

public class BuiltInSchemaTests
{
    private const ulong Directory = 2;
    private const ulong File = 3;
    private const ulong Sibling = 4;

    [Fact]
    [Trait("Hazard", "H01")]
    public async Task A_grant_on_a_directory_reaches_every_file_below_and_a_revoke_takes_it_back()
    {
        await using var tenant = await CreateAsync();
        Assert.False(tenant.Allows(Question(File, "read", "user:bob")));
        await tenant.TouchAsync(Question(Directory, "viewer", "user:bob"));
        Assert.True(tenant.Allows(Question(File, "read", "user:bob")));
        Assert.False(tenant.Allows(Question(File, "write", "user:bob")));
        Assert.True(tenant.Graph.CheckBulk([new(ObjectReference.Parse($"file:{FileIdText.Format(File)}"), "read", SubjectReference.Parse("user:bob"))], TestContext.Current.CancellationToken)[0].Value.IsAllowed);
        await tenant.DeleteAsync(Question(Directory, "viewer", "user:bob"));
        Assert.False(tenant.Allows(Question(File, "read", "user:bob")));
    }

    [Fact]
    [Trait("Hazard", "H12")]
    public async Task Owning_a_child_grants_neither_its_parent_nor_its_siblings()
    {
        await using var tenant = await CreateAsync();
        Assert.True(tenant.Allows(Question(File, "share", "user:carol")));
        Assert.False(tenant.Allows(Question(Directory, "read", "user:carol")));
        Assert.False(tenant.Allows(Question(Sibling, "read", "user:carol")));
    }

    [Fact]
    [Trait("Hazard", "H16")]
    public async Task A_change_of_owner_takes_everything_from_the_owner_before()
    {
        await using var tenant = await CreateAsync();
        Assert.True(tenant.Allows(Question(File, "write", "user:carol")));
        tenant.Tree!.Owners[File] = "user:alice";
        Assert.False(tenant.Allows(Question(File, "write", "user:carol")));
        Assert.True(tenant.Allows(Question(File, "write", "user:alice")));
    }

    [Fact]
    [Trait("Hazard", "H06")]
    public async Task Leaving_a_group_takes_back_what_the_group_was_granted()
    {
        await using var tenant = await CreateAsync();
        await tenant.TouchAsync("group:all#direct_member@group:eng#member", "group:eng#direct_member@user:bob", Question(Directory, "editor", "group:all#member"));
        Assert.True(tenant.Allows(Question(File, "write", "user:bob")));
        await tenant.DeleteAsync("group:eng#direct_member@user:bob");
        Assert.False(tenant.Allows(Question(File, "write", "user:bob")));
    }

    [Fact]
    public async Task A_move_takes_the_permissions_of_the_old_place_away_and_brings_those_of_the_new()
    {
        await using var tenant = await CreateAsync();
        await tenant.TouchAsync(Question(Directory, "viewer", "user:bob"), Question(Sibling, "viewer", "user:dave"));
        tenant.Tree!.Parents[File] = Sibling;
        Assert.False(tenant.Allows(Question(File, "read", "user:bob")));
        Assert.True(tenant.Allows(Question(File, "read", "user:dave")));
    }

    [Fact]
    [Trait("Hazard", "H17")]
    public async Task A_detached_file_exists_for_nobody()
    {
        await using var tenant = await CreateAsync();
        await tenant.TouchAsync(Question(File, "viewer", "user:bob"), $"group:g#direct_member@user:bob");
        tenant.Tree!.Parents.Remove(Directory);
        Assert.False(tenant.Allows(Question(File, "read", "user:bob")));
        Assert.False(tenant.Allows(Question(File, "read", "user:alice")));
        Assert.False(tenant.Allows(Question(File, "owner", "user:carol")));
    }

    [Fact]
    public async Task The_permissions_of_the_built_in_schema_are_inherited_downward()
    {
        await using var tenant = await CreateAsync();
        foreach (var name in (string[])["read", "write", "share"])
        {
            Assert.True(tenant.Graph.TryFindPermission("file", name, out var permission));
            Assert.True(permission.InheritsDownward);
        }

        Assert.True(tenant.Graph.TryFindPermission("file", "viewer", out var relation));
        Assert.False(relation.InheritsDownward);
    }

    [Fact]
    public async Task Parent_and_owner_are_read_from_the_tree()
    {
        await using var tenant = await CreateAsync();
        Assert.Equal(Decision.Allowed, tenant.Check(Question(File, "owner", "user:carol")).Decision);
        Assert.Equal(Decision.Allowed, tenant.Check(Question(File, "parent", $"file:{FileIdText.Format(Directory)}")).Decision);
        Assert.Equal(Decision.Denied, tenant.Check(Question(File, "parent", $"file:{FileIdText.Format(Sibling)}")).Decision);
    }

    private static string Question(ulong file, string name, string subject) => $"file:{FileIdText.Format(file)}#{name}@{subject}";

    private static Task<TestTenant> CreateAsync()
    {
        var tree = new FakeTree();
        tree.Add(FakeTree.Root, 0, "user:alice");
        tree.Add(Directory, FakeTree.Root, "user:alice");
        tree.Add(File, Directory, "user:carol");
        tree.Add(Sibling, FakeTree.Root, "user:alice");
        return TestTenant.CreateAsync(BuiltInSchema.Text, tree);
    }
}
