using Microsoft.Extensions.Time.Testing;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Engines;

namespace Panthera.Files.Tests.Permissions;

public sealed class BulkTests
{
    private static readonly RelationshipFilter s_docs = new() { ResourceType = "doc" };

    [Fact]
    public async Task An_import_is_one_commit_and_an_export_gives_it_back_in_pages()
    {
        await using var tenant = await BareTenant.CreateAsync();
        var before = tenant.Tenant.Log.Published.Revision;
        string[] rows = [.. Enumerable.Range(0, 2500).Select(i => $"doc:d{i}#viewer@user:u{i % 7}"), "doc:x#viewer@group:eng#member", "doc:x#viewer@user:*", "doc:x#viewer@user:tom[expiration:2030-01-01T00:00:00Z]"];
        var answer = (await tenant.Permissions.ImportBulkAsync(Rows(rows), CancellationToken.None)).Value;
        Assert.Equal((rows.Length, before.Value + 1), (answer.Count, tenant.Tenant.Log.Published.Revision.Value));

        List<string> exported = [];
        string? cursor = null;
        while (true)
        {
            // A new call for each page, as a client does that lost its stream.
            var stream = (await tenant.Permissions.ExportBulkAsync(Consistency.FullyConsistent, null, 600, cursor, CancellationToken.None)).Value;
            var page = stream.Pages.FirstOrDefault();
            if (page is null) break;
            Assert.True(page.Relationships.Count <= 600);
            exported.AddRange(page.Relationships.Select(found => found.ToString()));
            cursor = page.Cursor;
        }

        Assert.Equal(rows.Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("doc:d3#viewer@user:u3", RefusalCode.AlreadyExists)]
    [InlineData("doc:x#viewer@user:tom", RefusalCode.AlreadyExists)]
    [InlineData("folder:x#viewer@user:tom", RefusalCode.FailedPrecondition)]
    [InlineData("doc:x#view@user:tom", RefusalCode.InvalidArgument)]
    public async Task One_bad_relationship_refuses_a_whole_import(string bad, RefusalCode code)
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:x#viewer@user:tom");
        var rows = Enumerable.Range(0, 10).Select(i => $"doc:d{i}#viewer@user:u{i}").Append(bad);
        var refused = await tenant.Permissions.ImportBulkAsync(Rows(rows), CancellationToken.None);
        Assert.Equal(code, refused.Refusal!.Code);
        Assert.Equal(["doc:x#viewer@user:tom"], await tenant.ReadAsync(s_docs));
        Assert.Empty(Directory.EnumerateFiles(tenant.BlobDirectory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task An_import_that_breaks_off_leaves_nothing_also_after_a_restart()
    {
        await using var tenant = await BareTenant.CreateAsync();
        var import = tenant.Permissions.ImportBulkAsync(Breaking(), CancellationToken.None);
        await Assert.ThrowsAsync<IOException>(() => import);
        Assert.Empty(await tenant.ReadAsync(s_docs));
        Assert.Empty(Directory.EnumerateFiles(tenant.BlobDirectory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_staged_import_that_a_crash_left_is_swept_at_the_next_start()
    {
        using var directory = new TemporaryDirectory();
        var uploads = Directory.CreateDirectory(Path.Combine(directory.Data, "uploads"));
        var left = Path.Combine(uploads.FullName, "import-0");
        await File.WriteAllTextAsync(left, "left behind", TestContext.Current.CancellationToken);
        await using var store = await PantheraStore.OpenAsync(new MemoryEngine(), new() { BlobDirectory = directory.Data, Time = new FakeTimeProvider() }, CancellationToken.None);
        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task An_import_above_its_bound_is_refused()
    {
        await using var tenant = await BareTenant.CreateAsync(options: new() { MaxRelationshipsPerImport = 5 });
        var refused = await tenant.Permissions.ImportBulkAsync(Rows(Enumerable.Range(0, 6).Select(i => $"doc:d{i}#viewer@user:u{i}")), CancellationToken.None);
        Assert.Equal(RefusalCode.LimitExceeded, refused.Refusal!.Code);
        Assert.Empty(await tenant.ReadAsync(s_docs));
    }

    [Fact]
    public async Task A_delete_takes_what_matches_or_what_its_limit_admits()
    {
        await using var tenant = await BareTenant.CreateAsync();
        _ = (await tenant.Permissions.ImportBulkAsync(Rows(Enumerable.Range(0, 25).Select(i => $"doc:d{i}#viewer@user:tom").Append("doc:d1#viewer@user:bob")), CancellationToken.None)).Value;
        var toTom = new RelationshipFilter { ResourceType = "doc", SubjectType = "user", SubjectId = "tom" };
        var refused = await DeleteAsync(tenant, toTom, 10, allowPartial: false);
        Assert.Equal(PermissionReasons.TooManyRelationshipsForTransactionalDelete, refused.Refusal!.Reason);
        Assert.Equal(26, (await tenant.ReadAsync(s_docs)).Length);

        var counts = new List<(long, bool)>();
        while (counts.Count == 0 || !counts[^1].Item2)
        {
            var answer = (await DeleteAsync(tenant, toTom, 10, allowPartial: true)).Value;
            counts.Add((answer.Count, answer.IsComplete));
        }

        Assert.Equal([(10, false), (10, false), (5, true)], counts);
        Assert.Equal(["doc:d1#viewer@user:bob"], await tenant.ReadAsync(s_docs));
        Assert.Equal((1, true), Of((await DeleteAsync(tenant, s_docs, 0, allowPartial: false)).Value));
        Assert.Equal((0, true), Of((await DeleteAsync(tenant, s_docs, 0, allowPartial: false)).Value));
    }

    [Fact]
    public async Task A_delete_without_a_limit_has_a_bound_and_one_without_a_filter_is_refused()
    {
        await using var tenant = await BareTenant.CreateAsync(options: new() { MaxRelationshipsPerDelete = 3 });
        await tenant.TouchAsync("doc:a#viewer@user:tom", "doc:b#viewer@user:tom", "doc:c#viewer@user:tom", "doc:d#viewer@user:tom");
        Assert.Equal(PermissionReasons.TooManyRelationshipsForTransactionalDelete, (await DeleteAsync(tenant, s_docs, 0, false)).Refusal!.Reason);
        Assert.Equal(PermissionReasons.InvalidFilter, (await DeleteAsync(tenant, new(), 0, false)).Refusal!.Reason);
        Assert.Equal(4, (await tenant.ReadAsync(s_docs)).Length);
    }

    [Fact]
    public async Task Preconditions_of_a_delete_are_decided_in_commit_order()
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:a#viewer@user:tom", "doc:lock#owner@user:tom");
        var isLocked = new RelationshipPrecondition(true, new() { ResourceType = "doc", ResourceId = "lock" });

        // Both are in the writer's queue at once: whoever is first takes the lock, and the other finds it gone.
        var deletes = Enumerable.Range(0, 2)
            .Select(_ => tenant.Permissions.DeleteRelationshipsAsync(new() { ResourceType = "doc", ResourceId = "lock" }, [isLocked], 0, false, null, CancellationToken.None))
            .ToArray();
        var outcomes = await Task.WhenAll(deletes);
        Assert.Single(outcomes, outcome => outcome.IsAccepted);
        Assert.Single(outcomes, outcome => outcome.Refusal?.Reason == PermissionReasons.WriteOrDeletePreconditionFailure);
        Assert.Equal(["doc:a#viewer@user:tom"], await tenant.ReadAsync(s_docs));
    }

    [Fact]
    public async Task Counters_count_what_their_filter_matches_at_a_revision()
    {
        await using var tenant = await BareTenant.CreateAsync();
        var permissions = tenant.Permissions;
        await tenant.TouchAsync("doc:a#viewer@user:tom", "doc:b#viewer@user:tom", "doc:b#viewer@user:bob[expiration:2026-01-01T00:00:10Z]");
        var registered = (await permissions.RegisterCounterAsync("views", new() { ResourceType = "doc", Relation = "viewer" }, CancellationToken.None)).Value;
        Assert.Equal(PermissionReasons.CounterAlreadyRegistered, (await permissions.RegisterCounterAsync("views", s_docs, CancellationToken.None)).Refusal!.Reason);
        Assert.Equal((3, registered), Of((await permissions.CountRelationshipsAsync(Consistency.FullyConsistent, "views", CancellationToken.None)).Value));

        tenant.Time.Advance(TimeSpan.FromSeconds(10));
        await tenant.TouchAsync("doc:c#viewer@user:tom", "doc:c#owner@user:tom");
        Assert.Equal(3, (await permissions.CountRelationshipsAsync(Consistency.FullyConsistent, "views", CancellationToken.None)).Value.Count);
        Assert.Equal(2, (await permissions.CountRelationshipsAsync(Consistency.AtExactSnapshot(registered), "views", CancellationToken.None)).Value.Count);

        await permissions.UnregisterCounterAsync("views", CancellationToken.None);
        Assert.Equal(PermissionReasons.CounterNotRegistered, (await permissions.CountRelationshipsAsync(Consistency.FullyConsistent, "views", CancellationToken.None)).Refusal!.Reason);
        Assert.Equal(PermissionReasons.CounterNotRegistered, (await permissions.UnregisterCounterAsync("views", CancellationToken.None)).Refusal!.Reason);
    }

    private static (long Count, bool IsComplete) Of(DeleteAnswer answer) => (answer.Count, answer.IsComplete);

    private static (long Count, ZedToken ReadAt) Of(CounterAnswer answer) => (answer.Count, answer.ReadAt);

    private static Task<Outcome<DeleteAnswer>> DeleteAsync(BareTenant tenant, RelationshipFilter filter, int limit, bool allowPartial) =>
        tenant.Permissions.DeleteRelationshipsAsync(filter, [], limit, allowPartial, null, CancellationToken.None);

    private static async IAsyncEnumerable<Relationship> Rows(IEnumerable<string> rows)
    {
        await Task.Yield();
        foreach (var row in rows) yield return Relationship.Parse(row);
    }

    private static async IAsyncEnumerable<Relationship> Breaking()
    {
        await Task.Yield();
        for (var i = 0; i < 100; i++) yield return Relationship.Parse($"doc:d{i}#viewer@user:tom");
        throw new IOException("the client went away");
    }
}
