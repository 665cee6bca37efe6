using System.Buffers.Text;
using System.IO.Hashing;
using CsCheck;
using Panthera.Files.Permissions;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Files.Tests.Permissions;

public sealed class CursorTests
{
    private static readonly RelationshipFilter s_docs = new() { ResourceType = "doc" };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [Trait("Hazard", "H34")]
    public async Task Pages_of_one_read_are_of_one_revision_whatever_is_written_meanwhile(int size)
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync([.. Enumerable.Range(0, 20).Select(i => $"doc:d{i % 7}#viewer@user:u{i}")]);
        var expected = await tenant.ReadAsync(s_docs);
        List<string> found = [];
        string? cursor = null;
        for (var page = 0; ; page++)
        {
            var rows = (await tenant.Permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, s_docs, size, cursor, CancellationToken.None)).Value.Relationships.ToList();
            found.AddRange(rows.Select(row => row.Relationship.ToString()));
            if (rows.Count < size) break;
            cursor = rows[^1].Cursor;
            await tenant.TouchAsync($"doc:d{page}#viewer@user:new{page}", $"doc:a{page}#viewer@user:new");
            await tenant.DeleteAsync($"doc:d{page % 7}#viewer@user:u{page}");
        }

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task A_cursor_of_another_request_or_tenant_is_refused()
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:a#viewer@user:tom", "doc:b#viewer@user:tom");
        var cursor = await FirstCursorAsync(tenant.Permissions, s_docs);
        await RefusedAsync(tenant.Permissions, s_docs with { Relation = "viewer" }, cursor);
        await RefusedAsync(tenant.Permissions, new() { SubjectType = "doc" }, cursor);
        var exported = await tenant.Permissions.ExportBulkAsync(Consistency.FullyConsistent, s_docs, 1, cursor, CancellationToken.None);
        Assert.Equal(PermissionReasons.InvalidCursor, exported.Refusal!.Reason);

        _ = (await tenant.Store.CreateBareTenantAsync("other", CancellationToken.None)).Value;
        var other = (await tenant.Store.OpenTenantAsync("other")).Value.Permissions;
        _ = (await other.WriteSchemaAsync(BareTenant.Schema, CancellationToken.None)).Value;
        await RefusedAsync(other, s_docs, cursor);
    }

    [Fact]
    public async Task A_cursor_outlives_its_snapshot_as_an_error_that_says_so()
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:a#viewer@user:tom", "doc:b#viewer@user:tom");
        var cursor = await FirstCursorAsync(tenant.Permissions, s_docs);
        await tenant.TouchAsync("doc:c#viewer@user:tom");
        Assert.Equal(["doc:b#viewer@user:tom"], await tenant.ReadAsync(s_docs, cursor: cursor));
        tenant.Time.Advance(TimeSpan.FromMinutes(6));
        var refused = await tenant.Permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, s_docs, 0, cursor, CancellationToken.None);
        Assert.Equal(RefusalCode.OutOfRange, refused.Refusal!.Code);
    }

    [Fact]
    public async Task Damaged_cursors_are_refused_and_forged_ones_read_nothing_else()
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:a#viewer@user:tom", "doc:b#viewer@user:tom");
        _ = (await tenant.Permissions.WriteSchemaAsync(BareTenant.Schema + "definition secret { relation viewer: user }", CancellationToken.None)).Value;
        await tenant.TouchAsync("secret:x#viewer@user:tom");
        var all = await tenant.ReadAsync(s_docs);
        var cursor = await FirstCursorAsync(tenant.Permissions, s_docs);
        var bytes = Base64Url.DecodeFromChars(cursor.AsSpan(1));
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Bool).Sample((index, value, forge) =>
        {
            var changed = (byte[])bytes.Clone();
            changed[index] = value;
            if (forge) Seal(changed);
            var outcome = tenant.Permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, s_docs, 0, "k" + Base64Url.EncodeToString(changed), CancellationToken.None).AsTask().Result;

            // A forged revision may be one before the schema, which knows no such type.
            if (!outcome.IsAccepted) return outcome.Refusal.Code is RefusalCode.InvalidArgument or RefusalCode.OutOfRange or RefusalCode.FailedPrecondition;
            return outcome.Value.Relationships.All(row => all.Contains(row.Relationship.ToString()));
        }, iter: 2000);
    }

    [Fact]
    public async Task Forged_places_of_every_filter_form_never_crash_a_read()
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:a#viewer@user:tom", "doc:ab#viewer@group:eng#member", "group:eng#member@user:tom", "doc:b#owner@user:tom");
        RelationshipFilter[] filters =
        [
            s_docs, new() { ResourceType = "doc", ResourceId = "a" }, new() { ResourceType = "doc", ResourceIdPrefix = "a" }, new() { Relation = "viewer" },
            new() { SubjectType = "user", SubjectId = "tom" }, new() { SubjectType = "user" }, new() { ResourceId = "a" },
        ];
        foreach (var filter in filters)
        {
            var all = await tenant.ReadAsync(filter);
            Assert.True(PageCursor.TryParse(await FirstCursorAsync(tenant.Permissions, filter), out var real));
            var snapshot = tenant.Tenant.Log.Published;
            Gen.OneOf(Gen.ULong[0, 6], Gen.ULong).Array[6].Sample(place =>
            {
                var outcome = tenant.Permissions.ReadRelationshipsAsync(
                    Consistency.FullyConsistent, filter, 0, PageCursor.Format(snapshot, real.Request, place), CancellationToken.None).AsTask().Result;
                return !outcome.IsAccepted || outcome.Value.Relationships.All(row => all.Contains(row.Relationship.ToString()));
            }, iter: 500);
        }
    }

    [Fact]
    public void Random_texts_are_neither_cursors_nor_tokens_and_never_crash()
    {
        Gen.OneOf(Gen.String, Gen.Byte.Array[0, 60].Select(bytes => "k" + Base64Url.EncodeToString(bytes)), Gen.Byte.Array[12, 60].Select(bytes => "k" + Base64Url.EncodeToString(Seal(bytes))))
            .Sample(text => PageCursor.TryParse(text, out _) || true);
        Gen.OneOf(Gen.String, Gen.Byte.Array[0, 60].Select(bytes => "p" + Base64Url.EncodeToString(bytes)), Gen.Byte.Array[12, 60].Select(bytes => "p" + Base64Url.EncodeToString(Seal(bytes))))
            .Sample(text => ZedToken.Read(text) is var read && (read.IsAccepted || read.Refusal.Code == RefusalCode.InvalidArgument));
        Assert.False(PageCursor.TryParse(new string('k', 100_000), out _));
    }

    private static byte[] Seal(byte[] bytes)
    {
        var writer = new RecordWriter();
        writer.UInt32(XxHash32.HashToUInt32(bytes.AsSpan(0, bytes.Length - 4)));
        writer.Written.CopyTo(bytes.AsSpan(bytes.Length - 4));
        return bytes;
    }

    private static async Task<string> FirstCursorAsync(PermissionStore permissions, RelationshipFilter filter) =>
        (await permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, filter, 1, null, CancellationToken.None)).Value.Relationships.Single().Cursor;

    private static async Task RefusedAsync(PermissionStore permissions, RelationshipFilter filter, string cursor)
    {
        var refusal = (await permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, filter, 0, cursor, CancellationToken.None)).Refusal!;
        Assert.Equal((RefusalCode.InvalidArgument, PermissionReasons.InvalidCursor), (refusal.Code, refusal.Reason));
    }
}
