using System.Globalization;
using CsCheck;
using Panthera.Files.Tree.Images;
using Panthera.Permissions;
using Panthera.Storage;

namespace Panthera.Files.Tests.Tree.Images;

public sealed class TreeImageTests
{
    private static readonly Gen<(int Kind, int At, int To)[]> s_steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 30], Gen.Int[0, 30]).Array[10, 80];

    [Fact]
    [Trait("Hazard", "H17")]
    public Task A_tree_from_an_image_and_the_log_is_the_tree_from_the_records_through_every_change() =>
        s_steps.SampleAsync(RunAsync, iter: 25, threads: 1);

    [Fact]
    [Trait("Hazard", "H40")]
    public async Task An_image_is_read_chunk_by_chunk_and_written_again_without_the_rest_in_memory()
    {
        await using var test = await ImageStore.CreateAsync(writes: true);
        await test.FillAsync(40_000);
        await test.Tenant.Log.CheckpointWritten;
        Assert.True(new FileInfo(test.Image).Length > 4 * ImageFormat.ChunkBytes);
        await test.OpenAsync(writes: false);
        Assert.Equal(1, test.Count("opened"));
        var before = test.Tree.ResidentBytes;
        Assert.True(test.Tree.TryStat(FilePath.Parse("/d7/a-name-of-some-length-7500").Value, out _, out _));
        Assert.InRange(test.Tree.ResidentBytes, before + 1, before + (6 * ImageFormat.ChunkBytes));

        await test.OpenAsync(writes: true);
        await test.WriteAsync("/d3/one-more", "x");
        await test.Tenant.Log.CheckpointWritten;
        var resident = test.Tree.ResidentBytes;
        Assert.True(resident < 40_000 * 30, $"{resident} bytes");
        await test.OpenAsync(writes: false);
        Assert.Equal(1, test.Count("opened"));
        test.AssertSameAsRecords();
    }

    [Fact]
    public async Task Readers_that_touch_a_chunk_first_at_the_same_time_see_all_of_it()
    {
        await using var test = await ImageStore.CreateAsync(writes: true);
        await test.FillAsync(20_000);
        await test.Tenant.Log.CheckpointWritten;
        for (var round = 0; round < 3; round++)
        {
            await test.OpenAsync(writes: false);
            var tree = test.Tree;
            await Task.WhenAll(Enumerable.Range(0, 6).Select(reader => Task.Run(async () =>
            {
                if (reader == 0)
                {
                    for (var i = 0; i < 20; i++) await test.WriteAsync($"/d{i}/written-{round}", "x");
                }

                for (var i = reader; i < 20_000; i += 7)
                    Assert.True(tree.TryStat(FilePath.Parse(string.Create(CultureInfo.InvariantCulture, $"/d{i / 1000}/a-name-of-some-length-{i}")).Value, out _, out _));
            })));
            test.AssertSameAsRecords();
        }
    }

    [Fact]
    public async Task A_damaged_chunk_is_an_error_that_names_the_way_out_and_the_records_are_whole_without_it()
    {
        await using var test = await WithImageAsync();
        var bytes = File.ReadAllBytes(test.Image);
        for (var at = bytes.Length - ImageFormat.ChunkBytes; at < bytes.Length; at += 40_001)
        {
            await test.Store.DisposeAsync();
            File.WriteAllBytes(test.Image, Flipped(bytes, at));
            await test.OpenAsync(writes: false);
            Assert.Equal(1, test.Count("opened"));
            var damaged = Assert.Throws<StorageException>(() => test.Tenant.Files!.Stat(Caller.Operator, FilePath.Parse("/a/1").Value));
            Assert.Equal(StorageErrorCode.Corrupt, damaged.Code);
            Assert.Contains("fsck", damaged.Message, StringComparison.Ordinal);
            Assert.Contains(test.Image, damaged.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StorageException>(() => test.WriteAsync("/a/2", "x"));
        }

        var report = await test.Store.FsckAsync(null, CancellationToken.None);
        Assert.NotEmpty(report.Problems);
        await test.Store.DisposeAsync();
        File.Delete(test.Image);
        await test.OpenAsync(writes: false);
        Assert.True(test.Tenant.Files!.Stat(Caller.Operator, FilePath.Parse("/a/1").Value).IsAccepted);
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
    }

    [Fact]
    public async Task A_damaged_header_or_a_file_cut_short_is_passed_over_for_the_records()
    {
        await using var test = await WithImageAsync();
        var bytes = File.ReadAllBytes(test.Image);
        Assert.True(ImageFormat.TryReadPreamble(bytes, out var size));
        for (var at = 0; at < ImageFormat.PreambleBytes + size; at += 7)
        {
            await test.Store.DisposeAsync();
            File.WriteAllBytes(test.Image, Flipped(bytes, at));
            await AssertFromRecordsAsync(test);
        }

        foreach (var length in (int[])[0, 10, 24, 300])
        {
            await test.Store.DisposeAsync();
            File.WriteAllBytes(test.Image, bytes[..length]);
            await AssertFromRecordsAsync(test);
        }

        await test.Store.DisposeAsync();
        File.WriteAllBytes(test.Image, bytes[..^5000]);
        await test.OpenAsync(writes: false);
        Assert.Throws<StorageException>(() => test.Tenant.Files!.Stat(Caller.Operator, FilePath.Parse("/a/1").Value));
    }

    [Fact]
    public async Task An_image_of_another_history_is_never_used()
    {
        await using var test = await WithImageAsync();
        var backup = test.Backup();
        await test.OpenAsync(writes: true);
        for (var i = 0; i < 5; i++) await test.WriteAsync($"/lost/{i}", "x");
        await test.Tenant.Log.CheckpointWritten;
        var revision = test.Tenant.Log.Published.Revision;

        // The store goes on from a backup; the image is newer than all that it has.
        await test.Store.DisposeAsync();
        test.Memory = backup;
        await AssertFromRecordsAsync(test);
        Assert.True(test.Tenant.Log.Published.Revision < revision);

        // And then as old as commits that it never saw.
        for (var i = 0; i < 9; i++)
        {
            await test.WriteAsync($"/other/{i}", "x");
            await AssertFromRecordsAsync(test);
            Assert.False(test.Tenant.Files!.Exists(Caller.Operator, FilePath.Parse("/lost").Value));
        }

        Assert.True(test.Tenant.Log.Published.Revision > revision);
    }

    [Fact]
    [Trait("Hazard", "H28")]
    public async Task An_image_of_another_tenant_is_never_used()
    {
        await using var test = await WithImageAsync();
        _ = (await test.Store.CreateTenantAsync("other", SubjectReference.Parse("user:bob"), CancellationToken.None)).Value;
        var own = test.Image;
        await test.OpenAsync(writes: false);
        await test.Store.DisposeAsync();
        File.Copy(own, own.Replace("1.files", "2.files", StringComparison.Ordinal), overwrite: true);
        await test.OpenAsync(writes: false);
        var other = (await test.Store.OpenTenantAsync("other")).Value;
        Assert.Equal(1, test.Count("refused"));
        Assert.False(other.Files!.Exists(Caller.Operator, FilePath.Parse("/a").Value));
    }

    [Fact]
    public async Task An_image_behind_what_the_log_keeps_is_passed_over()
    {
        await using var test = await WithImageAsync();
        await test.OpenAsync(writes: false, keptCommits: 4);
        for (var i = 0; i < 12; i++) await test.WriteAsync($"/b/{i}", "x");
        await test.OpenAsync(writes: false, keptCommits: 4);
        Assert.Equal(1, test.Count("refused"));
        test.AssertSameAsRecords();
    }

    [Fact]
    public async Task What_an_interrupted_write_left_is_swept_and_a_failed_one_leaves_the_image_before()
    {
        await using var test = await WithImageAsync();
        await test.Store.DisposeAsync();
        File.WriteAllText(test.Image + ".new", "half");
        await test.OpenAsync(writes: false);
        Assert.False(File.Exists(test.Image + ".new"));
        Assert.Equal(1, test.Count("opened"));
        var before = File.ReadAllBytes(test.Image);

        // Nothing can be created under this name.
        await test.OpenAsync(writes: true);
        Directory.CreateDirectory(test.Image + ".new");
        await test.WriteAsync("/c/1", "x");
        await test.Tenant.Log.CheckpointWritten;
        Assert.True(test.Count("failed") > 0);
        Assert.Equal(before, File.ReadAllBytes(test.Image));
        await test.WriteAsync("/c/2", "x");
        test.AssertSameAsRecords();
    }

    [Fact]
    public async Task An_evicted_tenant_comes_back_from_its_image_and_a_dropped_one_leaves_none()
    {
        await using var test = await WithImageAsync();
        await test.OpenAsync(writes: true, budgetBytes: 0);
        for (var i = 0; i < 4; i++)
        {
            using (var lease = (await test.Store.RentTenantAsync("acme")).Value)
            {
                using var content = new MemoryStream([1]);
                _ = (await lease.Tenant.Files!.WriteAsync(Caller.Operator, FilePath.Parse($"/e/{i}").Value, content, new() { CreateParents = true }, CancellationToken.None)).Value;
                Assert.Equal(i + 1, lease.Tenant.Files.List(Caller.Operator, FilePath.Parse("/e").Value, new() { Limit = 100 }).Value.Entries.Count);
            }

            await test.Store.SettleResidencyAsync();
            Assert.Equal(0, test.Store.Residency().Tenants);
        }

        Assert.Equal(4, test.Count("opened"));
        Assert.True(File.Exists(test.Image));
        _ = (await test.Store.DropTenantAsync("acme", CancellationToken.None)).Value;
        Assert.Empty(Directory.GetFiles(test.Checkpoints));
    }

    [Fact]
    public void The_header_is_laid_out_as_drawn()
    {
        var live = new byte[ImageFormat.LiveBytes];
        live[0] = 0b110;
        var header = new ImageHeader(new(new(7), new(8), new(9), 0x0102030405060708), 11, [0xAA, 0xBB], live, [0x1112131415161718]).ToBytes();
        Assert.Equal(
            "0000000000000007" + "00000008" + "0000000000000009" + "0102030405060708" + "000000000000000b" + "00000001" + "00000002" + "aabb"
            + "06" + new string('0', 62) + "1112131415161718",
            Convert.ToHexStringLower(header));
        var preamble = new byte[ImageFormat.PreambleBytes];
        ImageFormat.WritePreamble(preamble, header);
        Assert.Equal("504e5449" + "00000003" + "00000056" + "00000000", Convert.ToHexStringLower(preamble.AsSpan(0, 16)));
        Assert.True(ImageFormat.IsIntact(preamble, header));
        var read = ImageHeader.Read(header);
        Assert.Equal(header, read.ToBytes());
        Assert.Equal(4096, ImageFormat.FirstChunk(header.Length));
    }

    private static async Task<ImageStore> WithImageAsync()
    {
        var test = await ImageStore.CreateAsync(writes: true);
        await test.WriteAsync("/a/1", "one");
        await test.Tenant.Log.CheckpointWritten;
        await test.OpenAsync(writes: false);
        Assert.Equal(1, test.Count("opened"));
        return test;
    }

    private static async Task AssertFromRecordsAsync(ImageStore test)
    {
        await test.OpenAsync(writes: false);
        Assert.Equal(0, test.Count("opened"));
        Assert.Equal(1, test.Count("refused"));
        Assert.True(test.Tenant.Files!.Stat(Caller.Operator, FilePath.Parse("/a/1").Value).IsAccepted);
        test.AssertSameAsRecords();
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var damaged = bytes.ToArray();
        damaged[at] ^= 0x40;
        return damaged;
    }

    private static async Task RunAsync((int Kind, int At, int To)[] steps)
    {
        await using var test = await ImageStore.CreateAsync(writes: true);
        foreach (var step in steps)
        {
            await ApplyAsync(test, step);
            if (step.Kind != 9) continue;
            await test.Tenant.Log.CheckpointWritten;
            await test.OpenAsync(writes: step.At % 2 == 0);
            test.AssertSameAsRecords();
        }

        await test.OpenAsync(writes: false);
        test.AssertSameAsRecords();
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
    }

    private static async Task ApplyAsync(ImageStore test, (int Kind, int At, int To) step)
    {
        var files = test.Tenant.Files!;
        var (at, to) = (PathOf(step.At), PathOf(step.To));
        switch (step.Kind)
        {
            case <= 3:
                using (var content = new MemoryStream([(byte)(step.To % 5), 1, 2]))
                    _ = await files.WriteAsync(Caller.Operator, at, content, new() { CreateParents = true }, CancellationToken.None);
                break;
            case 4: _ = await files.MakeDirectoryAsync(Caller.Operator, at, createParents: true, CancellationToken.None); break;
            case 5: _ = await files.MoveAsync(Caller.Operator, at, to, new(), CancellationToken.None); break;
            case 6: _ = await files.DeleteAsync(Caller.Operator, at, new(), CancellationToken.None); break;
            case 7: _ = await files.ChangeOwnerAsync(Caller.Operator, at, SubjectReference.Parse($"user:u{step.To}"), CancellationToken.None); break;
            case 8: _ = await files.CopyAsync(Caller.Operator, at, to, CancellationToken.None); break;
        }
    }

    private static FilePath PathOf(int number) => FilePath.Parse(string.Create(CultureInfo.InvariantCulture, $"/{number % 3}/{number % 5}/n{number}")[..(number % 4 == 0 ? 4 : number % 4 == 1 ? 2 : number < 10 ? 7 : 8)]).Value;
}
