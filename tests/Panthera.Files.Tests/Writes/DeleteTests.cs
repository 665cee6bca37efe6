using Panthera.Files.Content;
using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Tests.Toy;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Writes;

public sealed class DeleteTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    [Trait("Hazard", "H41")]
    public async Task Deleting_a_tree_of_any_size_is_one_small_commit_and_purging_it_takes_small_ones(int files)
    {
        await using var test = await CreateAsync(new() { PurgeStepInodes = 10 });
        for (var i = 0; i < files; i++) await test.WriteAsync(Alice, $"/big/{i % 7}/{i}", "same");
        for (var i = 0; i < 25; i++) await test.GrantAsync("/big/0/0", "viewer", $"user:u{i}");
        var before = test.Tenant.Log.Published.Revision;

        _ = (await test.Files.DeleteAsync(Alice, "/big", new() { Recursive = true }, CancellationToken.None)).Value;
        await test.SettleAsync(now => now.UnpurgedTrees == 0);

        using var end = new CancellationTokenSource();
        List<int> sizes = [];
        await foreach (var commit in test.Tenant.Log.Feed.ReadAsync(before, end.Token))
        {
            sizes.Add(commit.Records.Count);
            if (commit.Revision == test.Tenant.Log.Published.Revision) break;
        }

        Assert.Equal(3, sizes[0]);
        Assert.All(sizes, size => Assert.InRange(size, 1, 2 * 10 + 2));
        Assert.Equal(1, test.Files.Statistics().Inodes);
        Assert.Equal(0, test.Files.Statistics().Relationships);
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
    }

    [Fact]
    [Trait("Hazard", "H17")]
    public async Task A_path_made_anew_inherits_nothing_of_what_was_there()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/d/f", "old");
        await test.GrantAsync("/d", "viewer", "user:bob");
        await test.GrantAsync("/d/f", "editor", "user:bob");
        _ = (await test.Files.ChangeOwnerAsync(Alice, "/d/f", Bob.Subject!, CancellationToken.None)).Value;
        _ = (await test.Files.DeleteAsync(Alice, "/d", new() { Recursive = true }, CancellationToken.None)).Value;
        Assert.False(test.Files.Exists(Bob, "/d/f"));
        Assert.False(test.Files.Exists(Bob, "/"));

        await test.WriteAsync(Alice, "/d/f", "new");
        AssertHidden();
        await test.SettleAsync(now => now.UnpurgedTrees == 0);
        AssertHidden();
        Assert.Empty(test.Files.Grants(Alice, "/d").Value);
        Assert.Equal(0, test.Files.Statistics().Relationships);

        void AssertHidden()
        {
            Assert.False(test.Files.Exists(Bob, "/d"));
            Assert.Equal(RefusalCode.NotFound, test.Files.OpenRead(Bob, "/d/f").Refusal!.Code);
        }
    }

    [Fact]
    [Trait("Hazard", "H44")]
    [Trait("Hazard", "H41")]
    public async Task A_purge_that_a_crash_cut_short_goes_on_at_the_next_start()
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(new() { PurgeStepInodes = 4 }, disk);
        for (var i = 0; i < 60; i++) await test.WriteAsync(Alice, $"/big/{i % 5}/{i}", "same");
        _ = (await test.Files.DeleteAsync(Alice, "/big", new() { Recursive = true }, CancellationToken.None)).Value;

        // Closing in the middle leaves whatever is left to the next start.
        for (var crash = 0; crash < 3; crash++) await test.ReopenAsync(disk.Restarted);
        await test.SettleAsync(now => now.UnpurgedTrees == 0);

        Assert.Equal(1, test.Files.Statistics().Inodes);
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
    }

    [Fact]
    [Trait("Hazard", "H17")]
    public async Task A_move_over_a_file_drops_the_grants_of_what_it_replaced_and_keeps_its_own()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/old", "old");
        await test.WriteAsync(Alice, "/new", "new");
        await test.GrantAsync("/old", "viewer", "user:bob");
        await test.GrantAsync("/new", "viewer", "user:carol");

        Assert.Equal(RefusalCode.AlreadyExists, (await test.Files.MoveAsync(Alice, "/new", "/old", MoveOptions.Default, CancellationToken.None)).Refusal!.Code);
        _ = (await test.Files.MoveAsync(Alice, "/new", "/old", new() { Replace = true }, CancellationToken.None)).Value;

        Assert.False(test.Files.Exists(Bob, "/old"));
        Assert.Equal("new", await test.ReadAsync(User("carol"), "/old"));
        Assert.Equal(["/old"], test.Names(Alice, "/"));
    }

    [Fact]
    public async Task A_directory_that_is_not_empty_is_deleted_only_recursively_and_replaced_never()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/d/f", "x");
        _ = (await test.Files.MakeDirectoryAsync(Alice, "/e", false, CancellationToken.None)).Value;
        Assert.Equal(RefusalCode.FailedPrecondition, (await test.Files.DeleteAsync(Alice, "/d", DeleteOptions.Default, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.FailedPrecondition, (await test.Files.MoveAsync(Alice, "/e", "/d", new() { Replace = true }, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.FailedPrecondition, (await test.Files.MoveAsync(Alice, "/d/f", "/e", new() { Replace = true }, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.FailedPrecondition, (await test.Files.MoveAsync(Alice, "/d", "/d/g", MoveOptions.Default, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.FailedPrecondition, (await test.Files.MoveAsync(Alice, "/d/f", "/d", new() { Replace = true }, CancellationToken.None)).Refusal!.Code);
        _ = (await test.Files.MoveAsync(Alice, "/d", "/e", new() { Replace = true }, CancellationToken.None)).Value;
        Assert.Equal(["/e", "/e/f"], test.Names(Alice, "/", recursive: true));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    [Trait("Hazard", "H44")]
    public async Task Contents_stay_while_a_file_has_them_and_go_when_they_are_old(int inline)
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = inline });
        await test.WriteAsync(Alice, "/a", "the same bytes");
        await test.WriteAsync(Alice, "/b", "the same bytes");
        Assert.Equal(1, test.Files.Statistics().Contents);

        _ = (await test.Files.DeleteAsync(Alice, "/a", DeleteOptions.Default, CancellationToken.None)).Value;
        await AgeAsync(test);
        Assert.Equal("the same bytes", await test.ReadAsync(Alice, "/b"));

        var held = test.Files.OpenRead(Alice, "/b").Value;
        _ = (await test.Files.DeleteAsync(Alice, "/b", DeleteOptions.Default, CancellationToken.None)).Value;
        await test.SettleAsync(now => now.UnreferencedContents == 1);
        Assert.Equal(1, test.Files.Statistics().Contents);
        await test.SettleAsync(now => now.Contents == 0, TimeSpan.FromMinutes(1));
        await UntilAsync(test, () => test.BlobNames.Length == 0);

        // Whoever opened it before reads it to the end.
        var bytes = new byte[14];
        Assert.Equal(14, await held.ReadAsync(0, bytes, CancellationToken.None));
        Assert.Equal("the same bytes", System.Text.Encoding.UTF8.GetString(bytes));
        held.Dispose();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    [Trait("Hazard", "H44")]
    public async Task Bytes_that_are_written_again_before_their_content_is_removed_keep_it(int inline)
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = inline });
        await test.WriteAsync(Alice, "/a", "the same bytes");
        _ = (await test.Files.DeleteAsync(Alice, "/a", DeleteOptions.Default, CancellationToken.None)).Value;
        await test.SettleAsync(now => now is { UnpurgedTrees: 0, UnreferencedContents: 1 });
        test.Time.Advance(TimeSpan.FromMinutes(4));
        await test.WriteAsync(Alice, "/b", "the same bytes");
        for (var i = 0; i < 3; i++) await AgeAsync(test);
        Assert.Equal("the same bytes", await test.ReadAsync(Alice, "/b"));
        Assert.Equal(1, test.Files.Statistics().Contents);
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task A_removal_is_looked_at_again_by_the_writer()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/a", "the same bytes");
        var contents = test.Tenant.Log.Published.Of(TreeRoom.Instance).Contents.GetEnumerator();
        Assert.True(contents.MoveNext());
        var content = contents.Current;
        var stored = test.Files.Contents.Index.Read(content.Id)!;
        var removed = await test.Tenant.Log.CommitAsync(
            new CollectProposal(test.Files.Room.Ids, [(content, stored), (content with { Id = new(999) }, stored)]), new("test"), CancellationToken.None);
        Assert.Empty(removed.Outcome.Value);
        Assert.Equal("the same bytes", await test.ReadAsync(Alice, "/a"));
    }

    [Fact]
    [Trait("Hazard", "H39")]
    public async Task Many_contents_that_fall_due_together_are_all_removed()
    {
        await using var test = await CreateAsync();
        for (var i = 0; i < 2500; i++) await test.WriteAsync(Alice, "/f", $"version {i}");
        await test.SettleAsync(now => now.UnreferencedContents == 2499);
        await test.SettleAsync(now => now.Contents == 1, TimeSpan.FromMinutes(1));
        Assert.Equal("version 2499", await test.ReadAsync(Alice, "/f"));
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task Blob_files_of_refused_writes_are_gone_at_once_and_orphans_at_the_next_start()
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(new() { InlineContentBytes = 4 }, disk);
        var tag = (await test.WriteAsync(Alice, "/f", "first bytes")).Entry.ETag;
        var kept = test.BlobNames;
        Assert.Single(kept);

        await test.WriteAsync(Alice, "/g", "first bytes");
        Assert.Equal(kept, test.BlobNames);
        Assert.False((await test.TryWriteAsync(Alice, "/f", "other bytes", new() { IfMatch = "\"x\"" })).IsAccepted);
        Assert.Equal(kept, test.BlobNames);

        // The condition holds when the bytes are asked for, and no longer when they are there.
        using var meanwhile = new MeanwhileStream("other bytes", () => test.WriteAsync(Alice, "/f", "abc"));
        Assert.Equal(RefusalCode.PreconditionFailed, (await test.Files.WriteAsync(Alice, "/f", meanwhile, new() { IfMatch = tag }, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(kept, test.BlobNames);

        using var broken = new MeanwhileStream("other bytes", () => Task.FromException(new IOException("the client is gone")));
        await Assert.ThrowsAsync<IOException>(() => test.Files.WriteAsync(Alice, "/h", broken, WriteOptions.Default, CancellationToken.None));
        Assert.Equal(kept, test.BlobNames);
        Assert.Empty(Directory.GetFiles(Path.Combine(test.BlobDirectory, "uploads")));

        var blob = Directory.GetFiles(test.BlobDirectory, "*-*", SearchOption.AllDirectories).Single();
        var orphan = blob[..^16] + "00000000deadbeef";
        File.Copy(blob, orphan);
        Assert.Equal(2, test.BlobNames.Length);
        await test.ReopenAsync(disk.Restarted);
        Assert.Equal(kept, test.BlobNames);
        Assert.Equal("first bytes", await test.ReadAsync(Alice, "/g"));
    }

    private static async Task AgeAsync(TestStore test)
    {
        // The first round sees what is unreferenced, the second that it is old enough.
        for (var i = 0; i < 3; i++)
        {
            await test.SettleAsync(now => now.UnpurgedTrees == 0);
            for (var turn = 0; turn < 50; turn++) await test.Files.DeleteAsync(Alice, "/absent", DeleteOptions.Default, CancellationToken.None);
            test.Time.Advance(TimeSpan.FromMinutes(5));
        }

        for (var turn = 0; turn < 50; turn++) await test.Files.DeleteAsync(Alice, "/absent", DeleteOptions.Default, CancellationToken.None);
    }

    private static async Task UntilAsync(TestStore test, Func<bool> condition)
    {
        for (var turn = 0; turn < 100_000 && !condition(); turn++) await test.Files.DeleteAsync(Alice, "/absent", DeleteOptions.Default, CancellationToken.None);
        Assert.True(condition());
    }

    /// <summary>Does something when its bytes are first asked for.</summary>
    private sealed class MeanwhileStream(string text, Func<Task> action) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        private bool _done;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_done)
            {
                _done = true;
                await action();
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
