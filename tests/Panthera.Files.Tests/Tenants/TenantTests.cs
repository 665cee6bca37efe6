using System.Text;
using Panthera.Files.Tests.Support;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Tests.Toy;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Tenants;

public sealed class TenantTests
{
    private static readonly SubjectReference Owner = SubjectReference.Parse("user:alice");

    [Fact]
    [Trait("Hazard", "H28")]
    [Trait("Hazard", "H30")]
    [Trait("Hazard", "H26")]
    public async Task The_same_names_in_two_tenants_are_different_things()
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = 4 });
        var other = await OtherAsync(test, "other");
        await test.WriteAsync(Alice, "/d/f", "the same bytes");
        var written = await other.WriteAsync(Alice, "/d/f", Bytes("the same bytes"), new() { CreateParents = true }, CancellationToken.None);
        Assert.True(written.Value.Created);
        Assert.Equal(test.Files.Stat(Alice, "/d/f").Value.Id, written.Value.Entry.Id);
        Assert.Equal(2, test.BlobNames.Length);

        await test.GrantAsync("/d", "viewer", "user:bob");
        Assert.True(test.Files.Exists(Bob, "/d/f"));
        Assert.False(other.Exists(Bob, "/d/f"));
        _ = (await test.Files.CreateGroupAsync(Operator, "eng", null, CancellationToken.None)).Value;
        _ = (await test.Files.AddGroupMemberAsync(Operator, "eng", Bob.Subject!, null, CancellationToken.None)).Value;
        _ = (await other.GrantAsync(Operator, "/d", "viewer", SubjectReference.Parse("group:eng#member"), null, CancellationToken.None)).Value;
        Assert.False(other.Exists(Bob, "/d/f"));

        _ = (await test.Store.DropTenantAsync("other", CancellationToken.None)).Value;
        Assert.Single(test.BlobNames);
        Assert.Equal("the same bytes", await test.ReadAsync(Bob, "/d/f"));
        var again = await OtherAsync(test, "other");
        Assert.Empty(again.List(Alice, "/", ListOptions.Default).Value.Entries);
        Assert.Equal(3UL, test.Store.Tenants[^1].Id.Value);
    }

    [Theory]
    [Trait("Hazard", "H27")]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("A")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    [InlineData("a\n")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a:b")]
    [InlineData("١")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_name_that_breaks_the_rules_is_refused(string name)
    {
        await using var test = await CreateAsync();
        Assert.Equal(RefusalCode.InvalidArgument, (await test.Store.CreateTenantAsync(name, Owner, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidArgument, (await test.Store.CreateBareTenantAsync(name, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await test.Store.OpenTenantAsync(name)).Refusal!.Code);
        Assert.Single(test.Store.Tenants);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_a_bare_tenant_has_no_files()
    {
        await using var test = await CreateAsync();
        Assert.Equal(RefusalCode.AlreadyExists, (await test.Store.CreateTenantAsync("acme", Owner, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.AlreadyExists, (await test.Store.CreateBareTenantAsync("acme", CancellationToken.None)).Refusal!.Code);
        Assert.True((await test.Store.CreateTenantAsync(new string('a', 63), Owner, CancellationToken.None)).IsAccepted);
        Assert.True((await test.Store.CreateTenantAsync("0-", Owner, CancellationToken.None)).IsAccepted);
        _ = (await test.Store.CreateBareTenantAsync("bare", CancellationToken.None)).Value;
        var bare = (await test.Store.OpenTenantAsync("bare")).Value;
        Assert.Null(bare.Files);
        Assert.Equal(TenantKind.Bare, bare.Info.Kind);
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
        Assert.Equal(RefusalCode.NotFound, (await test.Store.DropTenantAsync("none", CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await test.Store.OpenTenantAsync(TenantId.System)).Refusal!.Code);
    }

    [Theory]
    [InlineData("user", "=acme|bob", null)]
    [InlineData("user", "a b", null)]
    [InlineData("user", "", null)]
    [InlineData("user", "*", null)]
    [InlineData("group", "eng", "member")]
    [InlineData("robot", "r2", null)]
    public async Task An_owner_that_is_no_subject_of_the_tenant_is_refused_before_anything_is_stored(string type, string id, string? relation)
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(engine: disk);
        Assert.Equal(RefusalCode.InvalidArgument, (await test.Store.CreateTenantAsync("other", new(type, id, relation), CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidArgument, (await test.Store.MintTokenAsync(TokenScope.Subject, "acme", new(type, id, relation), null, CancellationToken.None)).Refusal!.Code);
        await test.ReopenAsync(disk.Restarted);
        Assert.Single(test.Store.Tenants);
        Assert.Empty(test.Store.Tokens);
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task A_drop_that_a_crash_cut_short_is_finished_at_the_next_start()
    {
        // The steps are: the name and the tokens vanish, the storage is removed, the marker is removed. Each is a write that may be the last.
        for (var failAt = 1; failAt <= 3; failAt++)
        {
            var memory = new MemoryEngine();
            var disk = new FaultyEngine(memory);
            await using var test = await CreateAsync(new() { InlineContentBytes = 4 }, disk);
            var other = await OtherAsync(test, "other");
            _ = (await other.WriteAsync(Alice, "/f", Bytes("more than four bytes"), WriteOptions.Default, CancellationToken.None)).Value;
            _ = (await other.WriteAsync(Alice, "/g", Bytes("abc"), WriteOptions.Default, CancellationToken.None)).Value;
            var minted = (await test.Store.MintTokenAsync(TokenScope.Subject, "other", Alice.Subject, null, CancellationToken.None)).Value;
            var number = test.Store.Tenants[^1].Id;
            disk.FailNext(failAt);
            await Assert.ThrowsAsync<StorageException>(() => test.Store.DropTenantAsync("other", CancellationToken.None));

            await test.ReopenAsync(disk.Restarted);
            if (failAt == 1)
            {
                // Nothing of it was stored: it is all there, and can be dropped again.
                Assert.True(test.Store.TryAuthenticate(minted.Secret, out _));
                _ = (await test.Store.DropTenantAsync("other", CancellationToken.None)).Value;
            }

            Assert.Single(test.Store.Tenants);
            Assert.False(test.Store.TryAuthenticate(minted.Secret, out _));
            Assert.Equal(RefusalCode.NotFound, (await test.Store.OpenTenantAsync("other")).Refusal!.Code);
            Assert.Empty(test.BlobNames);
            Assert.Equal(0, CountKeys(memory, number));
            _ = (await test.Store.CreateTenantAsync("other", Owner, CancellationToken.None)).Value;
            Assert.False(test.Store.TryAuthenticate(minted.Secret, out _));
            Assert.Empty((await test.Store.OpenTenantAsync("other")).Value.Files!.List(Alice, "/", ListOptions.Default).Value.Entries);
            Assert.NotEqual(number, test.Store.Tenants[^1].Id);
        }
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task A_creation_that_a_crash_cut_short_is_finished_when_the_tenant_is_opened()
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(engine: disk);
        disk.FailNext(2);
        await Assert.ThrowsAsync<StorageException>(() => test.Store.CreateTenantAsync("other", Owner, CancellationToken.None));
        await test.ReopenAsync(disk.Restarted);
        var other = (await test.Store.OpenTenantAsync("other")).Value.Files!;
        Assert.True((await other.WriteAsync(Alice, "/f", Bytes("x"), WriteOptions.Default, CancellationToken.None)).IsAccepted);
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
    }

    [Fact]
    [Trait("Hazard", "H45")]
    public async Task A_dropped_tenant_answers_nobody_who_still_holds_it_and_leaves_no_bytes_behind()
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = 4 });
        var other = await OtherAsync(test, "other");
        _ = (await other.WriteAsync(Alice, "/f", Bytes("some bytes"), WriteOptions.Default, CancellationToken.None)).Value;
        _ = (await test.Store.DropTenantAsync("other", CancellationToken.None)).Value;
        var failure = await Assert.ThrowsAsync<StorageException>(() => other.WriteAsync(Alice, "/g", Bytes("other bytes"), WriteOptions.Default, CancellationToken.None));
        Assert.Equal(StorageErrorCode.Closed, failure.Code);
        Assert.Empty(test.BlobNames);
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Notes);
    }

    [Fact]
    public async Task Subjects_with_separators_in_their_ids_are_who_they_are()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/a:b#c@d|e", "x");
        foreach (var id in (string[])["a|b", "a/b", "a=b", "a+b", "a-b", "a_b", "aXb"])
        {
            await test.GrantAsync("/a:b#c@d|e", "viewer", "user:" + id);
            Assert.Equal("x", await test.ReadAsync(User(id), "/a:b#c@d|e"));
            Assert.False(test.Files.Exists(User(id + "x"), "/a:b#c@d|e"));
            Assert.False(test.Files.Exists(Caller.As(new("agent", id)), "/a:b#c@d|e"));
            await test.RevokeAsync("/a:b#c@d|e", "viewer", "user:" + id);
            Assert.Equal(Decision.Denied, test.Files.Check(Operator, new("user", id), "read", "/a:b#c@d|e").Value.Decision);
        }
    }

    private static async Task<FileStore> OtherAsync(TestStore test, string name)
    {
        _ = (await test.Store.CreateTenantAsync(name, Owner, CancellationToken.None)).Value;
        return (await test.Store.OpenTenantAsync(name)).Value.Files!;
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static int CountKeys(MemoryEngine engine, TenantId tenant)
    {
        var count = 0;
        foreach (var keyspace in Enum.GetValues<Keyspace>())
        {
            var lower = new byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(lower, tenant.Value);
            var upper = new byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(upper, tenant.Value + 1);
            using var cursor = engine.Scan(keyspace, lower, upper);
            while (cursor.MoveNext()) count++;
        }

        return count;
    }
}
