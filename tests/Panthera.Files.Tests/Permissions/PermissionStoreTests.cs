using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Files.Tests.Support;

namespace Panthera.Files.Tests.Permissions;

public sealed class PermissionStoreTests
{
    [Fact]
    [Trait("Hazard", "H01")]
    public async Task A_grant_and_its_revocation_are_seen_at_once_by_every_call()
    {
        await using var tenant = await BareTenant.CreateAsync();
        foreach (var expected in (bool[])[true, false, true])
        {
            if (expected) await tenant.TouchAsync("doc:x#viewer@user:tom");
            else await tenant.DeleteAsync("doc:x#viewer@user:tom");
            Assert.Equal(expected, await tenant.AllowsAsync(Consistency.FullyConsistent, "doc:x#view@user:tom"));
            var bulk = await tenant.Permissions.CheckBulkAsync(Consistency.FullyConsistent, [Item("doc:x#view@user:tom")], CancellationToken.None);
            Assert.Equal(expected, bulk.Value.Results[0].Value.IsAllowed);
            Assert.Equal(expected ? ["doc:x#viewer@user:tom"] : [], await tenant.ReadAsync(new() { ResourceType = "doc" }));
            Assert.Equal(expected ? ["doc:x#viewer@user:tom"] : [], await tenant.ReadAsync(new() { SubjectType = "user", SubjectId = "tom" }));
        }
    }

    [Fact]
    [Trait("Hazard", "H23")]
    [Trait("Hazard", "H32")]
    public async Task A_bad_question_in_a_bulk_check_fails_alone_and_a_repeated_one_changes_nothing()
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:x#viewer@user:tom");
        var answer = await tenant.Permissions.CheckBulkAsync(
            Consistency.FullyConsistent,
            [Item("doc:x#view@user:tom"), Item("doc:x#edit@user:tom"), Item("doc:x#view@user:tom"), Item("doc:x#view@user:bob")],
            CancellationToken.None);
        var results = answer.Value.Results;
        Assert.True(results[0].Value.IsAllowed);
        Assert.Equal(PermissionReasons.UnknownRelationOrPermission, results[1].Refusal!.Reason);
        Assert.True(results[2].Value.IsAllowed);
        Assert.False(results[3].Value.IsAllowed);
    }

    [Fact]
    public async Task A_check_that_leads_too_deep_is_refused_by_name()
    {
        await using var tenant = await BareTenant.CreateAsync();
        var links = Enumerable.Range(0, 60).Select(i => $"group:g{i}#member@group:g{i + 1}#member").Append("group:g60#member@user:tom").ToArray();
        await tenant.TouchAsync(links);
        var answer = await tenant.Permissions.CheckAsync(Consistency.FullyConsistent, Item("group:g0#member@user:tom"), CancellationToken.None);
        Assert.Equal((RefusalCode.FailedPrecondition, PermissionReasons.MaximumDepthExceeded), (answer.Refusal!.Code, answer.Refusal.Reason));
    }

    [Fact]
    public async Task A_schema_is_not_found_until_written_and_is_read_back_as_written()
    {
        await using var tenant = await BareTenant.CreateAsync(schema: null);
        var none = await tenant.Permissions.ReadSchemaAsync(Consistency.FullyConsistent, CancellationToken.None);
        Assert.Equal(RefusalCode.NotFound, none.Refusal!.Code);
        var token = (await tenant.Permissions.WriteSchemaAsync(BareTenant.Schema, CancellationToken.None)).Value;
        var read = (await tenant.Permissions.ReadSchemaAsync(Consistency.FullyConsistent, CancellationToken.None)).Value;
        Assert.Equal((BareTenant.Schema, token), (read.Schema.Text, read.ReadAt));
    }

    [Theory]
    [InlineData("definition user {", RefusalCode.InvalidArgument, "SCHEMA_PARSE_ERROR")]
    [InlineData("definition doc { relation viewer: user }", RefusalCode.FailedPrecondition, "SCHEMA_TYPE_ERROR")]
    public async Task A_faulty_schema_changes_nothing(string schema, RefusalCode code, string reason)
    {
        await using var tenant = await BareTenant.CreateAsync();
        var refused = await tenant.Permissions.WriteSchemaAsync(schema, CancellationToken.None);
        Assert.Equal((code, reason), (refused.Refusal!.Code, refused.Refusal.Reason.Name));
        Assert.Equal(BareTenant.Schema, (await tenant.Permissions.ReadSchemaAsync(Consistency.FullyConsistent, CancellationToken.None)).Value.Schema.Text);
    }

    [Fact]
    public async Task Requests_above_the_limits_are_refused_by_name()
    {
        await using var tenant = await BareTenant.CreateAsync(options: new() { MaxUpdatesPerWrite = 2, MaxPreconditionsPerWrite = 1, MaxBulkChecks = 1, MaxTransactionMetadataBytes = 10 });
        var filter = new RelationshipFilter { ResourceType = "doc" };
        var update = new RelationshipUpdate(RelationshipOperation.Touch, Relationship.Parse("doc:x#viewer@user:tom"));
        var precondition = new RelationshipPrecondition(false, filter);
        var permissions = tenant.Permissions;
        await RefusedAsync(PermissionReasons.TooManyUpdatesInRequest, permissions.WriteRelationshipsAsync([update, update, update], [], null, CancellationToken.None));
        await RefusedAsync(PermissionReasons.TooManyPreconditionsInRequest, permissions.WriteRelationshipsAsync([update], [precondition, precondition], null, CancellationToken.None));
        await RefusedAsync(PermissionReasons.TransactionMetadataTooLarge, permissions.WriteRelationshipsAsync([update], [], "{\"a\":\"1234\"}", CancellationToken.None));
        await RefusedAsync(PermissionReasons.Unspecified, permissions.CheckBulkAsync(Consistency.FullyConsistent, [Item("doc:x#view@user:tom"), Item("doc:x#view@user:tom")], CancellationToken.None).AsTask());
        await RefusedAsync(PermissionReasons.ExceedsMaximumAllowableLimit, permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, filter, 1001, null, CancellationToken.None).AsTask());
        Assert.Empty(await tenant.ReadAsync(filter));
    }

    [Fact]
    public async Task Files_show_their_parents_and_owners_which_are_not_written_here()
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(TestStore.Alice, "/a/b.txt", "text");
        await test.GrantAsync("/a", "viewer", "user:bob");
        var (folder, file) = (test.Files.Stat(TestStore.Alice, "/a").Value.Id, test.Files.Stat(TestStore.Alice, "/a/b.txt").Value.Id);
        var permissions = test.Tenant.Permissions;
        Assert.Equal(
            [$"file:{folder}#owner@user:alice", $"file:{folder}#parent@file:{InodeId.Root}", $"file:{folder}#viewer@user:bob"],
            await SortedAsync(permissions, new() { ResourceType = "file", ResourceId = folder.ToString() }));
        Assert.Equal([$"file:{file}#parent@file:{folder}"], await SortedAsync(permissions, new() { SubjectType = "file", SubjectId = folder.ToString() }));
        Assert.Equal(3, (await SortedAsync(permissions, new() { SubjectType = "user", SubjectId = "alice", Relation = "owner" })).Length);
        var read = await permissions.CheckAsync(Consistency.FullyConsistent, Item($"file:{file}#read@user:bob"), CancellationToken.None);
        Assert.True(read.Value.Result.IsAllowed);

        var refused = await permissions.WriteRelationshipsAsync(
            [new(RelationshipOperation.Touch, Relationship.Parse($"file:{file}#owner@user:bob"))], [], null, CancellationToken.None);
        Assert.Contains("change the file's owner", refused.Refusal!.Message, StringComparison.Ordinal);
        refused = await permissions.WriteRelationshipsAsync(
            [new(RelationshipOperation.Touch, Relationship.Parse("file:00000000000000ff#viewer@user:bob"))], [], null, CancellationToken.None);
        Assert.Equal(RefusalCode.NotFound, refused.Refusal!.Code);
    }

    private static async Task<string[]> SortedAsync(PermissionStore permissions, RelationshipFilter filter)
    {
        var stream = await permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, filter, 0, null, CancellationToken.None);
        return [.. stream.Value.Relationships.Select(found => found.Relationship.ToString()).Order(StringComparer.Ordinal)];
    }

    private static CheckItem Item(string question)
    {
        var asked = Relationship.Parse(question);
        return new(asked.Resource, asked.Relation, asked.Subject);
    }

    private static async Task RefusedAsync<T>(RefusalReason reason, Task<Outcome<T>> call)
    {
        var refusal = (await call).Refusal!;
        Assert.Equal((RefusalCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
    }
}
