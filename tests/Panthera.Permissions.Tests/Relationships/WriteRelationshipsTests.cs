using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Tests.Relationships;

public class WriteRelationshipsTests
{
    private const string Documents = """
        use expiration
        definition user {}
        definition agent {}
        definition group { relation member: user }
        definition doc {
            relation viewer: user | group#member | user with expiration
            relation public: user:*
            permission read = viewer + public
        }
        """;

    [Theory]
    [InlineData("doc:one#veiwer@user:ann", RefusalCode.FailedPrecondition, "resource type `doc` has no relation `veiwer`; it has `viewer`, `public`")]
    [InlineData("doc:one#read@user:ann", RefusalCode.InvalidArgument, "`doc#read` is a permission")]
    [InlineData("doc:one#viewer@user:*", RefusalCode.InvalidArgument, "it allows `user | group#member | user with expiration`")]
    [InlineData("doc:one#public@user:ann", RefusalCode.InvalidArgument, "it allows `user:*`")]
    [InlineData("doc:one#viewer@agent:bot", RefusalCode.InvalidArgument, "`agent:bot` without an expiration")]
    [InlineData("doc:one#viewer@group:eng", RefusalCode.InvalidArgument, "`group:eng`")]
    [InlineData("doc:one#viewer@group:eng#members", RefusalCode.FailedPrecondition, "`members`; it has `member`")]
    [InlineData("doc:one#public@user:*[expiration:2030-01-01T00:00:00Z]", RefusalCode.InvalidArgument, "with an expiration")]
    [InlineData("dock:one#viewer@user:ann", RefusalCode.FailedPrecondition, "the schema defines no type `dock`; it defines `doc`")]
    public async Task What_the_schema_does_not_allow_is_refused_and_changes_nothing(string relationship, RefusalCode code, string message)
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        (await tenant.WriteAsync(RelationshipOperation.Touch, "doc:one#viewer@user:bob", relationship)).AssertRefused(code, message);
        Assert.Equal(0, tenant.State.RelationshipCount);
    }

    [Fact]
    [Trait("Hazard", "H08")]
    public async Task Touching_again_replaces_the_expiry()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        await tenant.TouchAsync("doc:one#viewer@user:ann[expiration:2026-01-01T00:05:00Z]");
        await tenant.TouchAsync("doc:one#viewer@user:ann[expiration:2026-01-01T00:10:00Z]");
        tenant.Time.Advance(TimeSpan.FromMinutes(7));
        Assert.True(tenant.Allows("doc:one#read@user:ann"));
        await tenant.TouchAsync("doc:one#viewer@user:ann");
        tenant.Time.Advance(TimeSpan.FromMinutes(7));
        Assert.True(tenant.Allows("doc:one#read@user:ann"));
        await tenant.TouchAsync("doc:one#viewer@user:ann[expiration:2026-01-01T00:01:00Z]");
        Assert.False(tenant.Allows("doc:one#read@user:ann"));
        Assert.Equal(1, tenant.State.RelationshipCount);
    }

    [Fact]
    public async Task Creating_what_is_there_is_refused_unless_it_has_expired()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        await tenant.TouchAsync("doc:one#viewer@user:ann[expiration:2026-01-01T00:05:00Z]");
        (await tenant.WriteAsync(RelationshipOperation.Create, "doc:one#viewer@user:ann")).AssertRefused(RefusalCode.AlreadyExists, "`doc:one#viewer@user:ann`");
        tenant.Time.Advance(TimeSpan.FromMinutes(5));
        (await tenant.WriteAsync(RelationshipOperation.Create, "doc:one#viewer@user:ann")).ThrowIfRefused();
        Assert.True(tenant.Allows("doc:one#read@user:ann"));
    }

    [Fact]
    [Trait("Hazard", "H23")]
    public async Task The_same_relationship_twice_in_one_write_is_refused()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        var outcome = await tenant.WriteAsync([
            new(RelationshipOperation.Touch, Relationship.Parse("doc:one#viewer@user:ann")),
            new(RelationshipOperation.Delete, Relationship.Parse("doc:one#viewer@user:ann[expiration:2030-01-01T00:00:00Z]"))]);
        outcome.AssertRefused(RefusalCode.InvalidArgument, "`doc:one#viewer@user:ann`", "twice");
    }

    [Fact]
    public async Task Preconditions_are_decided_before_the_updates_and_do_not_see_what_has_expired()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        var filter = new RelationshipFilter { ResourceType = "doc", ResourceId = "one", Relation = "viewer" };
        RelationshipUpdate[] update = [new(RelationshipOperation.Touch, Relationship.Parse("doc:one#viewer@user:ann[expiration:2026-01-01T00:05:00Z]"))];
        (await tenant.WriteAsync(update, new RelationshipPrecondition(true, filter))).AssertRefused(RefusalCode.PreconditionFailed, "doc:one#viewer");
        (await tenant.WriteAsync(update, new RelationshipPrecondition(false, filter))).ThrowIfRefused();
        (await tenant.WriteAsync(update, new RelationshipPrecondition(false, filter))).AssertRefused(RefusalCode.PreconditionFailed);
        tenant.Time.Advance(TimeSpan.FromMinutes(5));
        (await tenant.WriteAsync(update, new RelationshipPrecondition(true, filter))).AssertRefused(RefusalCode.PreconditionFailed);
        (await tenant.WriteAsync(update, new RelationshipPrecondition(true, new()))).AssertRefused(RefusalCode.InvalidArgument, "empty filter");
    }

    [Fact]
    public async Task A_schema_that_would_orphan_a_relationship_is_refused_and_names_it()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        await tenant.TouchAsync("doc:one#viewer@group:eng#member");
        var narrower = Documents.Replace("user | group#member | user with expiration", "user", StringComparison.Ordinal);
        (await tenant.WriteSchemaAsync(narrower)).AssertRefused(RefusalCode.InvalidArgument, "`doc:one#viewer@group:eng#member`");
        await tenant.DeleteAsync("doc:one#viewer@group:eng#member");
        (await tenant.WriteSchemaAsync(narrower)).ThrowIfRefused();
        await tenant.ReloadAsync();
        Assert.Equal(narrower, tenant.State.Schema.Text);
    }

    [Fact]
    [Trait("Hazard", "H12")]
    [Trait("Hazard", "H16")]
    public async Task Parent_and_owner_of_a_file_are_not_written_and_a_file_must_exist()
    {
        var tree = new FakeTree();
        tree.Add(FakeTree.Root, 0, "user:root");
        await using var tenant = await TestTenant.CreateAsync(BuiltInSchema.Text, tree);
        var root = $"file:{FileIdText.Format(FakeTree.Root)}";
        (await tenant.WriteAsync(RelationshipOperation.Touch, $"{root}#parent@{root}")).AssertRefused(RefusalCode.InvalidArgument, "move");
        (await tenant.WriteAsync(RelationshipOperation.Delete, $"{root}#owner@user:root")).AssertRefused(RefusalCode.InvalidArgument, "change the file's owner");
        (await tenant.WriteAsync(RelationshipOperation.Touch, "file:readme#viewer@user:ann")).AssertRefused(RefusalCode.NotFound, "`file:readme`");
        (await tenant.WriteAsync(RelationshipOperation.Touch, $"file:{FileIdText.Format(9)}#viewer@user:ann")).AssertRefused(RefusalCode.NotFound);
        (await tenant.WriteAsync(RelationshipOperation.Touch, $"{root}#viewer@user:=acme|bob")).AssertRefused(RefusalCode.InvalidArgument, "reserved");
        await tenant.TouchAsync($"{root}#viewer@user:ann");
        var rows = RelationshipReader.Read(tenant.State, tenant.Graph.Structure, new() { ResourceType = "file" }, tenant.Time.GetUtcNow());
        Assert.Equal([$"{root}#owner@user:root", $"{root}#viewer@user:ann"], rows.Select(row => row.ToString()));
    }

    [Fact]
    public async Task A_relation_with_thousands_of_subjects_takes_and_loses_each()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        var all = Enumerable.Range(0, 3000).Select(number => $"doc:one#viewer@user:u{number}").ToArray();
        await tenant.TouchAsync(all);
        await tenant.ReloadAsync();
        Assert.True(tenant.Allows("doc:one#read@user:u2999"));
        await tenant.DeleteAsync(all[..2990]);
        Assert.Equal(10, tenant.State.RelationshipCount);
        Assert.False(tenant.Allows("doc:one#read@user:u0"));
        Assert.True(tenant.Allows("doc:one#read@user:u2990"));
        await tenant.DeleteAsync(all[2990..]);
        Assert.Empty(RelationshipReader.Read(tenant.State, tenant.Graph.Structure, new() { ResourceType = "doc" }, tenant.Time.GetUtcNow()));
    }
}
