using System.Text;
using Panthera.Files.Content;
using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Files.Writes;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;
using Panthera.Storage.Tests.Toy;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Content;

/// <summary>One-hash: no two contents of a tenant share a hash, however their commits meet.</summary>
public sealed class DeduplicationTests
{
    private const string Bytes = "the same bytes";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    public async Task Two_writes_of_the_same_bytes_in_one_batch_make_one_content(int inline)
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(new() { InlineContentBytes = inline }, disk);
        disk.Hold();
        var first = test.WriteAsync(Alice, "/first", "something else");
        disk.WaitForWrite();
        var batch = Enumerable.Range(0, 8).Select(i => test.WriteAsync(Alice, $"/f{i}", Bytes)).ToArray();
        disk.Release();
        await first;
        await Task.WhenAll(batch);
        await ExpectAsync(test, contents: 2);
        for (var i = 0; i < batch.Length; i++) Assert.Equal(Bytes, await test.ReadAsync(Alice, $"/f{i}"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1500, true)]
    [InlineData(1500, false)]
    public async Task Bytes_that_came_after_the_search_for_them_are_found_by_the_writer(int contentsBetween, bool isSought)
    {
        await using var test = await CreateAsync();
        using var staged = await StageAsync(test, Bytes, isSought);
        await test.WriteAsync(Alice, "/first", Bytes);
        for (var i = 0; i < contentsBetween; i++) await test.WriteAsync(Alice, "/other", $"other bytes {i}");
        var proposal = Write(test, "/second", staged);
        await CommitAsync(test, proposal);
        Assert.False(proposal.UsesStagedBytes);
        var files = test.Tenant.Log.Published.Of(TreeRoom.Instance);
        Assert.Equal(files.Resolve("/first").Target!.Content, files.Resolve("/second").Target!.Content);
        Assert.Equal(Bytes, await test.ReadAsync(Alice, "/second"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Hazard", "H44")]
    public async Task A_content_that_was_found_and_then_collected_is_made_again(bool inOneBatch)
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(engine: disk);
        var before = await ForsakeAsync(test);
        using var staged = await StageAsync(test, Bytes, isSought: true);
        Assert.Equal(before.Id, staged.Sought.Id);

        var again = Write(test, "/again", staged);
        if (inOneBatch) disk.Hold();
        var other = inOneBatch ? test.WriteAsync(Alice, "/other", "other bytes") : Task.CompletedTask;
        if (inOneBatch) disk.WaitForWrite();
        var collected = CommitAsync(test, Collect(test, before));
        if (!inOneBatch) await collected;
        var written = CommitAsync(test, again);
        disk.Release();
        await Task.WhenAll(other, collected, written);
        Assert.Single(await collected);
        Assert.True(again.UsesStagedBytes);
        Assert.NotEqual(before.Id, test.Files.Contents.Index.Find(ContentHash.Of(Encoding.UTF8.GetBytes(Bytes))));
        Assert.Equal(Bytes, await test.ReadAsync(Alice, "/again"));
        await ExpectAsync(test, contents: inOneBatch ? 2 : 1);
        await test.ReopenAsync(disk.Restarted);
        Assert.Equal(Bytes, await test.ReadAsync(Alice, "/again"));
        await ExpectAsync(test, contents: inOneBatch ? 2 : 1);
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task A_content_that_is_taken_up_before_it_is_collected_stays()
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(engine: disk);
        var before = await ForsakeAsync(test);
        using var staged = await StageAsync(test, Bytes, isSought: true);
        var again = Write(test, "/again", staged);
        disk.Hold();
        var other = test.WriteAsync(Alice, "/other", "other bytes");
        disk.WaitForWrite();
        var written = CommitAsync(test, again);
        var collected = CommitAsync(test, Collect(test, before));
        disk.Release();
        await Task.WhenAll(other, written);
        Assert.Empty(await collected);
        Assert.False(again.UsesStagedBytes);
        Assert.Equal(Bytes, await test.ReadAsync(Alice, "/again"));
        await ExpectAsync(test, contents: 2);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(1000, false)]
    [InlineData(1000, true)]
    [Trait("Hazard", "H44")]
    public async Task Whichever_write_fails_contents_and_their_indexes_stay_alike(int inline, bool writtenAnyway)
    {
        for (var failing = 1; failing <= 12; failing++)
        {
            var disk = new FaultyEngine(new MemoryEngine()) { WriteAnyway = writtenAnyway };
            await using var test = await CreateAsync(new() { InlineContentBytes = inline }, disk);
            disk.FailNext(failing);
            foreach (var path in (string[])["/a", "/b", "/a"])
            {
                await PersistAsync(() => test.WriteAsync(Alice, path, Bytes));
                await PersistAsync(() => test.WriteAsync(Alice, path, "other bytes"));
                await PersistAsync(async () =>
                {
                    var tree = test.Tenant.Log.Published.Of(TreeRoom.Instance);
                    foreach (var content in tree.Unreferenced.ToList()) await CommitAsync(test, Collect(test, content));
                });
                await PersistAsync(() => test.WriteAsync(Alice, "/c", Bytes));
            }

            await ExpectAsync(test, contents: 2);
            await test.ReopenAsync(disk.Restarted);
            await ExpectAsync(test, contents: 2);
            Assert.Equal(Bytes, await test.ReadAsync(Alice, "/c"));
            if (inline == 4) Assert.Equal(2, test.BlobNames.Length);
        }
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task The_sweep_of_orphans_takes_no_file_that_a_commit_names_even_of_two_contents_with_one_hash()
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(new() { InlineContentBytes = 4 }, disk);
        await test.WriteAsync(Alice, "/a", Bytes);

        // What must never be: the index is told of the first no longer, and so the second is made beside it.
        var blob = Directory.GetFiles(test.BlobDirectory, "*-*", SearchOption.AllDirectories).Single();
        var tree = test.Tenant.Log.Published.Of(TreeRoom.Instance);
        var first = test.Files.Contents.Index.Read(tree.Resolve("/a").Target!.Content)!;
        await test.ReopenAsync(disk.Restarted);
        disk.Write(Batch(batch => batch.Delete(Keyspace.Contents, EngineKeyOf(test, ContentKeys.ByHash(first.Hash)))), sync: true);
        await test.WriteAsync(Alice, "/b", Bytes);
        var orphan = blob[..^16] + "00000000deadbeef";
        File.Copy(blob, orphan);
        Assert.Equal(3, test.BlobNames.Length);

        await test.ReopenAsync(disk.Restarted);
        Assert.Equal(2, test.BlobNames.Length);
        Assert.False(File.Exists(orphan));
        Assert.Equal(Bytes, await test.ReadAsync(Alice, "/a"));
        Assert.Equal(Bytes, await test.ReadAsync(Alice, "/b"));
        Assert.Contains("is not found by its hash", Assert.Single((await test.Store.FsckAsync(null, Token)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_names_what_the_indexes_of_contents_lack_and_what_they_have_too_much()
    {
        var engine = new MemoryEngine();
        await using var test = await CreateAsync(new() { InlineContentBytes = 4 }, engine);
        await test.WriteAsync(Alice, "/a", Bytes);
        var stored = test.Files.Contents.Index.Read(test.Tenant.Log.Published.Of(TreeRoom.Instance).Resolve("/a").Target!.Content)!;
        Assert.Empty((await test.Store.FsckAsync(null, Token)).Problems);

        engine.Write(Batch(batch => batch.Delete(Keyspace.Contents, EngineKeyOf(test, ContentKeys.ByUpload(stored.UploadId)))), sync: true);
        Assert.Contains("is not found by its upload", Assert.Single((await test.Store.FsckAsync(null, Token)).Problems), StringComparison.Ordinal);

        await test.Tenant.Log.CommitAsync(new Change(draft => ContentIndex.Add(draft, stored)), new("test"), Token);
        Assert.Empty((await test.Store.FsckAsync(null, Token)).Problems);
        await test.Tenant.Log.CommitAsync(new Change(draft => ContentIndex.Add(draft, stored with { Id = new(77), Hash = ContentHash.Of([1]), UploadId = 0 })), new("test"), Token);
        Assert.Contains("which is not there", Assert.Single((await test.Store.FsckAsync(null, Token)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Hazard", "H15")]
    public async Task An_index_that_names_a_content_with_another_hash_is_never_believed()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/a", Bytes);
        var stored = test.Files.Contents.Index.Read(test.Tenant.Log.Published.Of(TreeRoom.Instance).Resolve("/a").Target!.Content)!;
        await test.Tenant.Log.CommitAsync(new Change(draft => ContentIndex.Add(draft, stored with { Hash = ContentHash.Of("new bytes here"u8) })), new("test"), Token);
        Assert.Equal(StorageErrorCode.Corrupt, (await Assert.ThrowsAsync<StorageException>(() => test.WriteAsync(Alice, "/b", "new bytes here"))).Code);
        Assert.False(test.Files.Exists(Alice, "/b"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    public async Task An_opened_content_gives_its_hash_also_after_it_was_collected(int inline)
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = inline });
        await test.WriteAsync(Alice, "/a", Bytes);
        using var opened = test.Files.OpenRead(Alice, "/a").Value;
        await test.WriteAsync(Alice, "/a", "");
        var forsaken = Assert.Single(test.Tenant.Log.Published.Of(TreeRoom.Instance).Unreferenced);
        Assert.Single(await CommitAsync(test, Collect(test, forsaken)));
        Assert.Equal(ContentHash.Of(Encoding.UTF8.GetBytes(Bytes)), opened.Hash);
        Assert.Equal(ContentHash.Of([]), test.Files.OpenRead(Alice, "/a").Value.Hash);
    }

    private static async Task<ContentInfo> ForsakeAsync(TestStore test)
    {
        await test.WriteAsync(Alice, "/first", Bytes);
        await test.WriteAsync(Alice, "/first", "");
        return Assert.Single(test.Tenant.Log.Published.Of(TreeRoom.Instance).Unreferenced);
    }

    private static async Task<StagedContent> StageAsync(TestStore test, string text, bool isSought)
    {
        var staged = await test.Files.Contents.StageAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), Token);
        if (isSought) staged.Seek(test.Tenant.Log, test.Files.Contents.Index);
        return staged;
    }

    private static WriteFileProposal Write(TestStore test, string path, StagedContent staged) => new(test.Files.Room, Alice, path, staged, WriteOptions.Default);

    private static CollectProposal Collect(TestStore test, ContentInfo content) =>
        new(test.Files.Room.Ids, [(content, test.Files.Contents.Index.Read(content.Id)!)]);

    private static async Task<T> CommitAsync<T>(TestStore test, Proposal<T> proposal) =>
        (await test.Tenant.Log.CommitAsync(proposal, new("test"), Token)).Outcome.Value;

    /// <summary>Does something again when the disk failed under it.</summary>
    private static async Task PersistAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (StorageException exception) when (exception.Code == StorageErrorCode.DiskFull)
        {
            await action();
        }
    }

    private static async Task ExpectAsync(TestStore test, long contents)
    {
        await test.SettleAsync(now => now.UnpurgedTrees == 0);
        Assert.Equal(contents, test.Files.Statistics().Contents);
        Assert.Empty((await test.Store.FsckAsync(null, Token)).Problems);
        Assert.Equal(contents, test.Files.Contents.Index.ByHash().Count());
    }

    private static byte[] EngineKeyOf(TestStore test, byte[] key) => [.. BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(test.Tenant.Info.Id.Value)), .. key];

    private static EngineBatch Batch(Action<EngineBatch> change)
    {
        var batch = new EngineBatch();
        change(batch);
        return batch;
    }

    private sealed class Change(Action<Draft> change) : Proposal<bool>
    {
        public override Outcome<bool> Run(Draft draft)
        {
            change(draft);
            return true;
        }
    }
}
