using Panthera.Files.Tests.Support;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests;

public sealed class FileStoreTests
{
    [Fact]
    public async Task What_is_written_is_read_back_and_its_version_grows_by_one()
    {
        await using var test = await CreateAsync();

        var first = await test.WriteAsync(Alice, "/docs/a.txt", "one");
        var second = await test.WriteAsync(Alice, "/docs/a.txt", "two!");

        Assert.True(first.Created);
        Assert.False(second.Created);
        Assert.Equal(1UL, first.Entry.Version);
        Assert.Equal(2UL, second.Entry.Version);
        Assert.Equal(first.Entry.Id, second.Entry.Id);
        Assert.Equal(4, second.Entry.SizeBytes);
        Assert.Equal("two!", await test.ReadAsync(Alice, "/docs/a.txt"));
        Assert.Equal("user:alice", second.Entry.Owner!.ToString());
    }

    [Fact]
    [Trait("Hazard", "H01")]
    public async Task A_grant_shows_at_once_in_every_way_of_asking_and_a_revoke_too()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/docs/deep/a.txt", "one");
        AssertHidden(test);

        await test.GrantAsync("/docs/deep", "viewer", "user:bob");
        Assert.Equal("one", await test.ReadAsync(Bob, "/docs/deep/a.txt"));
        Assert.Equal(Decision.Allowed, test.Files.Check(Bob, SubjectReference.Parse("user:bob"), "read", "/docs/deep/a.txt").Value.Decision);
        Assert.Equal(["/docs/deep/a.txt"], test.Names(Bob, "/docs/deep"));
        Assert.Equal(["/docs (passage)"], test.Names(Bob, "/"));
        Assert.True(test.Files.Stat(Bob, "/docs").Value.IsPassage);

        await test.RevokeAsync("/docs/deep", "viewer", "user:bob");
        AssertHidden(test);

        static void AssertHidden(TestStore test)
        {
            Assert.Equal(RefusalCode.NotFound, test.Files.OpenRead(Bob, "/docs/deep/a.txt").Refusal!.Code);
            Assert.Equal(RefusalCode.NotFound, test.Files.Stat(Bob, "/docs/deep/a.txt").Refusal!.Code);
            Assert.Equal(RefusalCode.NotFound, test.Files.List(Bob, "/docs", ListOptions.Default).Refusal!.Code);
            Assert.Equal(RefusalCode.NotFound, test.Files.Check(Bob, SubjectReference.Parse("user:bob"), "read", "/docs/deep/a.txt").Refusal!.Code);
            Assert.Equal(Decision.Denied, test.Files.Check(Operator, SubjectReference.Parse("user:bob"), "read", "/docs/deep/a.txt").Value.Decision);
        }
    }

    [Fact]
    public async Task A_moved_directory_takes_its_grants_along_and_inherits_from_its_new_place_in_one_commit()
    {
        await using var test = await CreateAsync();
        for (var i = 0; i < 50; i++) await test.WriteAsync(Alice, $"/from/many/{i:00}.txt", $"file {i}");
        await test.WriteAsync(Alice, "/to/keep.txt", "here");
        await test.GrantAsync("/from", "viewer", "user:bob");
        await test.GrantAsync("/from/many", "viewer", "user:carol");
        await test.GrantAsync("/to", "viewer", "user:dave");

        var before = test.Tenant.Log.Published.Revision;
        Assert.True((await test.Files.MoveAsync(Alice, "/from/many", "/to/moved", MoveOptions.Default, CancellationToken.None)).Value.Changed);

        Assert.Equal(before.Next, test.Tenant.Log.Published.Revision);
        Assert.False(test.Files.Exists(User("bob"), "/to/moved/07.txt"));
        Assert.Equal("file 7", await test.ReadAsync(User("carol"), "/to/moved/07.txt"));
        Assert.Equal("file 7", await test.ReadAsync(User("dave"), "/to/moved/07.txt"));
        Assert.False(test.Files.Exists(Alice, "/from/many"));
    }

    [Fact]
    public async Task Appends_in_parallel_are_all_there()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/log", "");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => test.Files.AppendAsync(Alice, "/log", new MemoryStream([(byte)i]), WriteOptions.Default, CancellationToken.None)));

        var bytes = await test.ReadAsync(Alice, "/log");
        Assert.Equal(Enumerable.Range(0, 40), bytes.Select(c => (int)c).Order());
        Assert.Equal(41UL, test.Files.Stat(Alice, "/log").Value.Version);
    }

    [Fact]
    public async Task Large_contents_are_stored_beside_and_read_at_any_offset()
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = 100 });
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},"));
        await test.WriteAsync(Alice, "/big", text);
        using var content = test.Files.OpenRead(Alice, "/big").Value;
        var buffer = new byte[37];
        Assert.Equal(37, await content.ReadAsync(131_000, buffer, CancellationToken.None));
        Assert.Equal(text.Substring(131_000, 37), System.Text.Encoding.UTF8.GetString(buffer));
        Assert.Equal(text, await test.ReadAsync(Alice, "/big"));
    }

    [Fact]
    public async Task An_explanation_names_the_way_through_the_groups()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/docs/a.txt", "one");
        await test.Files.CreateGroupAsync(Operator, "eng", null, CancellationToken.None);
        await test.Files.CreateGroupAsync(Operator, "core", null, CancellationToken.None);
        _ = (await test.Files.AddGroupMemberAsync(Operator, "eng", SubjectReference.Parse("group:core#member"), null, CancellationToken.None)).Value;
        _ = (await test.Files.AddGroupMemberAsync(Operator, "core", SubjectReference.Parse("user:bob"), null, CancellationToken.None)).Value;
        await test.GrantAsync("/docs", "editor", "group:eng#member");

        var explanation = test.Files.Explain(Operator, SubjectReference.Parse("user:bob"), "read", "/docs/a.txt").Value;

        Assert.Equal(Decision.Allowed, explanation.Decision);
        var text = string.Join('\n', explanation.Steps.Select(step => step.Text));
        Assert.Contains("/docs#editor@group:eng#member", text, StringComparison.Ordinal);
        Assert.Contains("group:core#direct_member@user:bob", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fsck_finds_nothing_wrong_and_counts_everything()
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = 10 });
        await test.WriteAsync(Alice, "/a/b/c.txt", "a text that is longer than ten bytes");
        await test.WriteAsync(Alice, "/a/b/d.txt", "short");
        _ = (await test.Files.DeleteAsync(Alice, "/a/b/d.txt", DeleteOptions.Default, CancellationToken.None)).Value;

        var report = await test.Store.FsckAsync(null, CancellationToken.None);

        Assert.Empty(report.Problems);
        Assert.Equal(1, report.Tenants);
    }
}
