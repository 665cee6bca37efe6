using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Tests.Graph;

public class CheckSemanticsTests
{
    private const string Documents = """
        use expiration
        definition user {}
        definition group { relation member: user | user with expiration }
        definition doc {
            relation viewer: user | user:* | group#member | user with expiration
            relation banned: user | user with expiration
            permission read = viewer - banned
            permission edit = nil
        }
        """;

    [Fact]
    [Trait("Hazard", "H07")]
    public async Task A_relationship_is_gone_from_the_very_moment_of_its_expiry_on()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        var expiresAt = TestTenant.Start.AddMinutes(5);
        await tenant.TouchAsync($"doc:one#viewer@user:ann[expiration:{expiresAt:O}]");
        Assert.Equal(new CheckResult(Decision.Allowed, EvaluationError.None, expiresAt), tenant.Check("doc:one#read@user:ann"));
        tenant.Time.SetUtcNow(expiresAt.AddTicks(-1));
        Assert.True(tenant.Allows("doc:one#read@user:ann"));
        tenant.Time.SetUtcNow(expiresAt);
        Assert.Equal(new CheckResult(Decision.Denied, EvaluationError.None, null), tenant.Check("doc:one#read@user:ann"));
    }

    [Fact]
    [Trait("Hazard", "H07")]
    public async Task A_denial_that_rests_on_an_expiring_ban_says_until_when()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        var expiresAt = TestTenant.Start.AddMinutes(5);
        await tenant.TouchAsync("doc:one#viewer@user:ann", $"doc:one#banned@user:ann[expiration:{expiresAt:O}]");
        Assert.Equal(new CheckResult(Decision.Denied, EvaluationError.None, expiresAt), tenant.Check("doc:one#read@user:ann"));
        tenant.Time.SetUtcNow(expiresAt);
        Assert.True(tenant.Allows("doc:one#read@user:ann"));
    }

    [Fact]
    [Trait("Hazard", "H32")]
    public async Task A_wildcard_matches_whoever_was_never_written_but_no_userset_and_no_other_type()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        await tenant.TouchAsync("doc:one#viewer@user:*", "doc:one#banned@user:eve");
        Assert.True(tenant.Allows("doc:one#read@user:stranger"));
        Assert.False(tenant.Allows("doc:one#read@user:eve"));
        Assert.False(tenant.Allows("doc:one#read@group:eng#member"));
        Assert.False(tenant.Allows("doc:one#read@group:eng"));
    }

    [Fact]
    public async Task A_userset_is_a_member_of_itself_even_when_nothing_was_written_of_it()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        Assert.True(tenant.Allows("group:new#member@group:new#member"));
        Assert.False(tenant.Allows("group:new#member@group:other#member"));
        await tenant.TouchAsync("doc:one#viewer@group:eng#member");
        Assert.True(tenant.Allows("doc:one#read@group:eng#member"));
    }

    [Fact]
    [Trait("Hazard", "H35")]
    public async Task Unknown_names_are_refused_and_named()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        tenant.TryCheck("dok:one#read@user:ann").AssertRefused(RefusalCode.FailedPrecondition, "`dok`", "`doc`");
        tenant.TryCheck("doc:one#raed@user:ann").AssertRefused(RefusalCode.FailedPrecondition, "`raed`", "`read`");
        tenant.TryCheck("doc:one#read@usr:ann").AssertRefused(RefusalCode.FailedPrecondition, "`usr`", "`user`");
        tenant.TryCheck("doc:one#read@group:eng#membr").AssertRefused(RefusalCode.FailedPrecondition, "`membr`", "`member`");
        tenant.TryCheck("doc:one#read@user:*").AssertRefused(RefusalCode.InvalidArgument, "wildcard");
    }

    [Fact]
    [Trait("Hazard", "H14")]
    public async Task One_scope_keeps_the_answers_of_permissions_and_subjects_apart()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        await tenant.TouchAsync("doc:one#viewer@user:ann", "doc:two#viewer@user:bob");
        var graph = tenant.Graph;
        CheckItem Item(string text) => Relationship.Parse(text) is var asked ? new(asked.Resource, asked.Relation, asked.Subject) : null!;
        CheckItem[] items = [Item("doc:one#read@user:ann"), Item("doc:one#edit@user:ann"), Item("doc:one#read@user:bob"), Item("doc:two#read@user:ann"), Item("doc:one#read@user:ann")];
        Assert.Equal([true, false, false, false, true], graph.CheckBulk(items, TestContext.Current.CancellationToken).Select(result => result.Value.IsAllowed));
    }

    [Fact]
    [Trait("Hazard", "H23")]
    public async Task One_bad_item_in_bulk_fails_alone()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        await tenant.TouchAsync("doc:one#viewer@user:ann");
        var doc = ObjectReference.Parse("doc:one");
        var ann = SubjectReference.Parse("user:ann");
        var results = tenant.Graph.CheckBulk([new(doc, "read", ann), new(doc, "nonsense", ann), new(doc, "read", ann)], TestContext.Current.CancellationToken);
        Assert.True(results[0].Value.IsAllowed);
        Assert.False(results[1].IsAccepted);
        Assert.True(results[2].Value.IsAllowed);
    }

    [Fact]
    [Trait("Hazard", "H24")]
    public async Task Ids_are_compared_byte_for_byte()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        await tenant.TouchAsync("doc:one#viewer@user:Ann");
        Assert.True(tenant.Allows("doc:one#read@user:Ann"));
        Assert.False(tenant.Allows("doc:one#read@user:ann"));
        Assert.False(tenant.Allows("doc:One#read@user:Ann"));
    }

    [Fact]
    [Trait("Hazard", "H30")]
    public async Task Two_tenants_share_nothing_but_names()
    {
        await using var first = await TestTenant.CreateAsync(Documents);
        await using var second = await TestTenant.CreateAsync(Documents);
        await first.TouchAsync("doc:one#viewer@user:ann");
        await second.TouchAsync("doc:one#viewer@user:bob");
        Assert.True(first.Allows("doc:one#read@user:ann"));
        Assert.False(second.Allows("doc:one#read@user:ann"));
        Assert.False(first.Allows("doc:one#read@user:bob"));
    }

    [Fact]
    public async Task A_deleted_file_is_no_subject_even_before_it_is_purged()
    {
        var tree = new FakeTree();
        for (ulong file = 1; file <= 3; file++) tree.Add(file, file - 1, "user:root");
        const string Schema = """
            definition user {}
            definition file {
                relation parent: file
                relation owner: user | agent
                relation mirror: file | file#read
                permission share = owner
                permission write = share
                permission read = mirror + write + parent->read
            }
            definition agent {}
            """;
        await using var tenant = await TestTenant.CreateAsync(Schema, tree);
        var (kept, deleted) = (FileIdText.Format(2), FileIdText.Format(3));
        await tenant.TouchAsync($"file:{kept}#mirror@file:{deleted}", $"file:{kept}#mirror@file:{deleted}#read");
        Assert.True(tenant.Allows($"file:{kept}#read@file:{deleted}"));
        Assert.True(tenant.Allows($"file:{kept}#read@file:{deleted}#read"));
        tree.Parents.Remove(3);
        Assert.Equal(Decision.Denied, tenant.Check($"file:{kept}#read@file:{deleted}").Decision);
        Assert.Equal(Decision.Denied, tenant.Check($"file:{kept}#read@file:{deleted}#read").Decision);
    }

    [Fact]
    public async Task Checking_a_file_allocates_nothing_once_warm()
    {
        var tree = new FakeTree();
        for (ulong file = 1; file <= 8; file++) tree.Add(file, file - 1, "user:root");
        await using var tenant = await TestTenant.CreateAsync(BuiltInSchema.Text, tree);
        await tenant.TouchAsync("group:all#direct_member@group:eng#member", "group:eng#direct_member@user:ann", $"file:{FileIdText.Format(2)}#viewer@group:all#member");
        var graph = new PermissionGraph<FlatStructure>(tenant.Graph.Snapshot, new FlatStructure(tenant.State), tenant.Time.GetUtcNow());
        Assert.True(graph.TryFindPermission("file", "read", out var read));
        var ann = graph.ResolveSubject(SubjectReference.Parse("user:ann")).Value;
        var allowed = 0;
        for (var i = 0; i < 3; i++) allowed += CheckAll();
        Assert.Equal(21, allowed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) CheckAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        int CheckAll()
        {
            var count = 0;
            for (ulong file = 1; file <= 8; file++)
            {
                using var scope = EvaluationScope.Rent();
                if (graph.CheckFile(file, read, ann, scope).IsAllowed) count++;
            }

            return count;
        }
    }
}
