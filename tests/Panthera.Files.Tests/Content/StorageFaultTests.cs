using System.Text;
using Panthera.Files.Content;
using Panthera.Files.Tests.Support;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Tests.Toy;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Content;

public sealed class StorageFaultTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Hazard", "H44")]
    [Trait("Hazard", "H38")]
    public async Task A_failed_write_is_reported_shows_nothing_half_and_the_store_goes_on(bool writtenAnyway)
    {
        foreach (var inline in (int[])[4, 1000])
        {
            for (var kind = 0; kind < 6; kind++)
            {
                var disk = new FaultyEngine(new MemoryEngine()) { WriteAnyway = writtenAnyway };
                await using var test = await CreateAsync(new() { InlineContentBytes = inline }, disk);
                await test.WriteAsync(Alice, "/d/f", "what was there");
                await test.GrantAsync("/d", "viewer", "user:bob");
                await test.SettleAsync(now => now.UnpurgedTrees == 0);
                var before = Describe(test);
                disk.FailNext(1);
                var failure = await Assert.ThrowsAsync<StorageException>(() => ChangeAsync(test, kind));
                Assert.Equal(StorageErrorCode.DiskFull, failure.Code);
                if (!writtenAnyway) Assert.Equal(before, Describe(test));

                // The same again succeeds, or finds that it was done after all; and all of it is there after a restart.
                _ = await ChangeAsync(test, kind);
                await test.WriteAsync(Alice, "/after", "the store goes on");
                var after = Describe(test);
                await test.ReopenAsync(disk.Restarted);
                Assert.Equal(after, Describe(test));
                Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
                foreach (var file in test.Files.List(Alice, "/", new() { Recursive = true }).Value.Entries.Where(entry => entry.Kind == EntryKind.File))
                    _ = await test.ReadAsync(Alice, file.Path.ToString());
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    [Trait("Hazard", "H15")]
    [Trait("Hazard", "H44")]
    public async Task A_damaged_content_is_reported_as_corrupt_and_never_read_as_other_bytes(int inline)
    {
        var engine = new MemoryEngine();
        await using var test = await CreateAsync(new() { InlineContentBytes = inline }, engine);
        await test.WriteAsync(Alice, "/f", "the right bytes");
        await test.WriteAsync(Alice, "/g", "the other bytes");
        Damage(test, engine, inline);

        var failure = await Assert.ThrowsAsync<StorageException>(() => test.ReadAsync(Alice, "/f"));
        Assert.Equal(StorageErrorCode.Corrupt, failure.Code);
        Assert.Equal(StorageErrorCode.Corrupt, (await Assert.ThrowsAsync<StorageException>(() =>
            test.Files.AppendAsync(Alice, "/f", new MemoryStream([1]), WriteOptions.Default, CancellationToken.None))).Code);
        Assert.Equal("the other bytes", await test.ReadAsync(Alice, "/g"));
        Assert.Equal(RefusalCode.NotFound, test.Files.OpenRead(Bob, "/f").Refusal!.Code);
        Assert.Contains(ContentHash.Of("the right bytes"u8).ToString(), Assert.Single((await test.Store.FsckAsync(null, CancellationToken.None)).Problems), StringComparison.Ordinal);

        await test.WriteAsync(Alice, "/f", "new bytes");
        Assert.Equal("new bytes", await test.ReadAsync(Alice, "/f"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    [Trait("Hazard", "H44")]
    public async Task A_missing_content_is_reported_and_named_by_the_check(int inline)
    {
        var engine = new MemoryEngine();
        await using var test = await CreateAsync(new() { InlineContentBytes = inline }, engine);
        await test.WriteAsync(Alice, "/f", "the right bytes");
        if (inline == 4) File.Delete(Directory.GetFiles(test.BlobDirectory, "*-*", SearchOption.AllDirectories).Single());
        else engine.Write(Single(batch => batch.Delete(Keyspace.Contents, ContentKey(engine))), sync: true);
        Assert.Equal(StorageErrorCode.Corrupt, (await Assert.ThrowsAsync<StorageException>(() => test.ReadAsync(Alice, "/f"))).Code);
        Assert.Single((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    [Trait("Hazard", "H44")]
    public async Task A_content_that_is_collected_while_it_is_opened_is_opened_as_it_is_then(int inline)
    {
        var engine = new MemoryEngine();
        await using var test = await CreateAsync(new() { InlineContentBytes = inline, UnreferencedContentAge = TimeSpan.Zero }, engine);
        var reads = 0;
        using var stop = new CancellationTokenSource();
        var writer = OverwriteAsync();
        while (!test.Files.Exists(Alice, "/f")) await Task.Yield();
        for (; reads < 3000; reads++) Assert.StartsWith("version ", await test.ReadAsync(Alice, "/f"), StringComparison.Ordinal);
        await stop.CancelAsync();
        await writer;

        async Task OverwriteAsync()
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await test.WriteAsync(Alice, "/f", $"version {i:000000}");
        }
    }

    [Fact]
    [Trait("Hazard", "H38")]
    public async Task A_write_that_is_given_up_while_it_waits_is_whole_or_absent()
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(new() { InlineContentBytes = 4 }, disk);
        disk.Hold();
        using var cancel = new CancellationTokenSource();
        var write = test.Files.WriteAsync(Alice, "/f", new MemoryStream("some bytes"u8.ToArray()), WriteOptions.Default, cancel.Token);
        disk.WaitForWrite();
        await cancel.CancelAsync();
        disk.Release();
        var outcome = await write;
        Assert.True(outcome.IsAccepted);
        Assert.Equal("some bytes", await test.ReadAsync(Alice, "/f"));
    }

    private static async Task<RefusalCode?> ChangeAsync(TestStore test, int kind) => kind switch
    {
        0 => (await test.TryWriteAsync(Alice, "/d/f", "new content of it")).Refusal?.Code,
        1 => (await test.TryWriteAsync(Alice, "/x/y/z", "a new file", new() { CreateParents = true })).Refusal?.Code,
        2 => (await test.Files.AppendAsync(Alice, "/d/f", new MemoryStream(Encoding.UTF8.GetBytes(" and more")), WriteOptions.Default, CancellationToken.None)).Refusal?.Code,
        3 => (await test.Files.MoveAsync(Alice, "/d", "/e", MoveOptions.Default, CancellationToken.None)).Refusal?.Code,
        4 => (await test.Files.DeleteAsync(Alice, "/d", new() { Recursive = true }, CancellationToken.None)).Refusal?.Code,
        _ => (await test.Files.RevokeAsync(Alice, "/d", "viewer", Bob.Subject!, CancellationToken.None)).Refusal?.Code,
    };

    private static string Describe(TestStore test)
    {
        var text = new StringBuilder();
        foreach (var caller in (Caller[])[Operator, Bob])
        {
            var list = test.Files.List(caller, "/", new() { Recursive = true });
            if (!list.IsAccepted) continue;
            foreach (var entry in list.Value.Entries) text.Append(entry.Path).Append(' ').Append(entry.Version).Append(' ').Append(entry.SizeBytes).Append(' ').Append(entry.IsPassage).Append('\n');
        }

        return text.ToString();
    }

    private static void Damage(TestStore test, MemoryEngine engine, int inline)
    {
        var hash = ContentHash.Of("the right bytes"u8);
        Assert.NotEqual(ContentId.Empty, test.Files.Contents.Index.Find(hash));
        if (inline == 4)
        {
            var file = Directory.GetFiles(test.BlobDirectory, $"{hash}-*", SearchOption.AllDirectories).Single();
            var bytes = File.ReadAllBytes(file);
            var at = bytes.AsSpan().IndexOf("right"u8);
            bytes[at] ^= 1;
            File.WriteAllBytes(file, bytes);
            return;
        }

        var key = ContentKey(engine, "right");
        var value = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.True(engine.TryGet(Keyspace.Contents, key, value));
        var damaged = value.WrittenSpan.ToArray();
        damaged[damaged.AsSpan().IndexOf("right"u8)] ^= 1;
        engine.Write(Single(batch => batch.Put(Keyspace.Contents, key, damaged)), sync: true);
    }

    private static byte[] ContentKey(MemoryEngine engine, string containing = "")
    {
        using var cursor = engine.Scan(Keyspace.Contents, [], [0xff]);
        while (cursor.MoveNext())
        {
            if (cursor.Key[8] == ContentKeys.Bytes(default)[0] && cursor.Value.IndexOf(Encoding.UTF8.GetBytes(containing)) >= 0) return cursor.Key.ToArray();
        }

        throw new InvalidOperationException("no such content is stored");
    }

    private static EngineBatch Single(Action<EngineBatch> change)
    {
        var batch = new EngineBatch();
        change(batch);
        return batch;
    }
}
