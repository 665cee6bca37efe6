using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Permissions;

public sealed class ConsistencyTests
{
    private const string Question = "doc:x#view@user:tom";
    private static readonly RelationshipFilter s_docs = new() { ResourceType = "doc" };

    [Fact]
    [Trait("Hazard", "H02")]
    [Trait("Hazard", "H10")]
    public async Task A_revocation_is_seen_by_whoever_brings_its_token_and_every_answer_names_its_revision()
    {
        await using var tenant = await BareTenant.CreateAsync();
        var granted = await tenant.TouchAsync("doc:x#viewer@user:tom");
        Assert.True(await tenant.AllowsAsync(Consistency.MinimizeLatency, Question));
        var revoked = await tenant.DeleteAsync("doc:x#viewer@user:tom");

        Assert.True(await tenant.AllowsAsync(Consistency.MinimizeLatency, Question), "the quantum's revision is shared until it ends");
        Assert.False(await tenant.AllowsAsync(Consistency.AtLeastAsFresh(revoked), Question));
        Assert.False(await tenant.AllowsAsync(Consistency.FullyConsistent, Question));
        Assert.False(await tenant.AllowsAsync(Consistency.BoundedStaleness(TimeSpan.Zero), Question));
        Assert.True(await tenant.AllowsAsync(Consistency.AtExactSnapshot(granted), Question));
        Assert.False(await tenant.AllowsAsync(Consistency.AtExactSnapshot(revoked), Question));
        Assert.Equal(granted, await ReadAtAsync(tenant, Consistency.MinimizeLatency));
        Assert.Equal(revoked, await ReadAtAsync(tenant, Consistency.AtLeastAsFresh(revoked)));
        Assert.Equal(granted, await ReadAtAsync(tenant, Consistency.AtExactSnapshot(granted)));

        tenant.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(await tenant.AllowsAsync(Consistency.MinimizeLatency, Question));
    }

    [Fact]
    public async Task An_exact_snapshot_is_decided_by_its_own_schema_and_relationships()
    {
        await using var tenant = await BareTenant.CreateAsync();
        var before = await tenant.TouchAsync("doc:x#viewer@user:tom");
        _ = (await tenant.Permissions.WriteSchemaAsync(BareTenant.Schema.Replace("viewer + owner", "owner", StringComparison.Ordinal), CancellationToken.None)).Value;
        Assert.False(await tenant.AllowsAsync(Consistency.FullyConsistent, Question));
        Assert.True(await tenant.AllowsAsync(Consistency.AtExactSnapshot(before), Question));
        var schema = (await tenant.Permissions.ReadSchemaAsync(Consistency.AtExactSnapshot(before), CancellationToken.None)).Value;
        Assert.Equal((BareTenant.Schema, before), (schema.Schema.Text, schema.ReadAt));
    }

    [Fact]
    [Trait("Hazard", "H30")]
    public async Task Tenants_share_neither_subjects_nor_tokens()
    {
        await using var tenant = await BareTenant.CreateAsync();
        _ = (await tenant.Store.CreateBareTenantAsync("other", CancellationToken.None)).Value;
        var other = (await tenant.Store.OpenTenantAsync("other")).Value.Permissions;
        _ = (await other.WriteSchemaAsync(BareTenant.Schema, CancellationToken.None)).Value;
        var token = await tenant.TouchAsync("doc:x#viewer@user:tom");

        var foreign = await other.CheckAsync(Consistency.AtLeastAsFresh(token), Item(), CancellationToken.None);
        Assert.False(foreign.Value.Result.IsAllowed);
        Assert.NotEqual(token, foreign.Value.CheckedAt);
        Assert.Equal(RefusalCode.InvalidArgument, (await other.CheckAsync(Consistency.AtExactSnapshot(token), Item(), CancellationToken.None)).Refusal!.Code);
        var rows = (await other.ReadRelationshipsAsync(Consistency.FullyConsistent, s_docs, 0, null, CancellationToken.None)).Value;
        Assert.Empty(rows.Relationships);
    }

    [Fact]
    public async Task A_snapshot_that_is_gone_is_refused_by_every_call()
    {
        await using var tenant = await BareTenant.CreateAsync(storage: new StorageOptions { HeldSnapshots = 1 });
        var token = await tenant.TouchAsync("doc:x#viewer@user:tom");
        for (var i = 0; i < 3; i++) await tenant.TouchAsync($"doc:y{i}#viewer@user:tom");
        var gone = Consistency.AtExactSnapshot(token);
        var permissions = tenant.Permissions;
        Assert.Equal(RefusalCode.OutOfRange, (await permissions.CheckAsync(gone, Item(), CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.OutOfRange, (await permissions.CheckBulkAsync(gone, [Item()], CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.OutOfRange, (await permissions.ReadRelationshipsAsync(gone, s_docs, 0, null, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.OutOfRange, (await permissions.ExportBulkAsync(gone, null, 0, null, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.OutOfRange, (await permissions.ReadSchemaAsync(gone, CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    public async Task An_expired_relationship_is_gone_from_every_read_also_of_an_older_snapshot()
    {
        await using var tenant = await BareTenant.CreateAsync();
        var token = await tenant.TouchAsync("doc:x#viewer@user:tom[expiration:2026-01-01T00:01:00Z]");
        var exact = Consistency.AtExactSnapshot(token);
        Assert.True(await tenant.AllowsAsync(exact, Question));
        tenant.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await tenant.AllowsAsync(exact, Question));
        Assert.Empty(await tenant.ReadAsync(s_docs, exact));
        Assert.Empty(await tenant.ReadAsync(new() { SubjectType = "user", SubjectId = "tom" }, exact));
    }

    private static Panthera.Permissions.Graph.CheckItem Item()
    {
        var asked = Relationship.Parse(Question);
        return new(asked.Resource, asked.Relation, asked.Subject);
    }

    private static async Task<ZedToken> ReadAtAsync(BareTenant tenant, Consistency consistency) =>
        (await tenant.Permissions.ReadRelationshipsAsync(consistency, s_docs, 0, null, CancellationToken.None)).Value.ReadAt;
}
