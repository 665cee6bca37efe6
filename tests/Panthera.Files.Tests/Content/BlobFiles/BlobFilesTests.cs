using CsCheck;
using Panthera.Files.Content;
using Panthera.Storage;

namespace Panthera.Files.Tests.Content;

public sealed class BlobFilesTests : IDisposable
{
    private static readonly TenantId Tenant = new(7);
    private readonly TemporaryDirectory _directory = new();
    private readonly BlobFiles _files;
    private ulong _nextUpload = 0x0123456789abcdef;

    public BlobFilesTests() => _files = new(_directory.Data, () => _nextUpload++);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public async Task A_content_of_any_size_comes_back_whole_and_from_any_offset(int sizeBytes)
    {
        var content = Content(sizeBytes);
        var stored = await StoreAsync(content);
        Assert.Equal(ContentHash.Of(content), stored.Hash);
        Assert.Equal(sizeBytes, stored.SizeBytes);
        Assert.Equal(stored.Hash, stored.Name.Hash);

        using var reader = _files.Open(Tenant, stored.Name);
        Assert.Equal(sizeBytes, reader.SizeBytes);
        reader.Verify(TestContext.Current.CancellationToken);
        Gen.Select(Gen.Int[0, sizeBytes + 2], Gen.Int[0, 200_000]).Sample(
            (offset, length) =>
            {
                var expected = content.AsSpan(Math.Min(offset, sizeBytes))[..Math.Min(length, Math.Max(0, sizeBytes - offset))];
                var read = new byte[length];
                Assert.Equal(expected.Length, reader.Read(offset, read));
                Assert.True(expected.SequenceEqual(read.AsSpan(0, expected.Length)));
            },
            iter: 40,
            threads: 1);
        var all = new byte[sizeBytes + 1];
        Assert.Equal(sizeBytes, await reader.ReadAsync(0, all, TestContext.Current.CancellationToken));
        Assert.Equal(content, all[..sizeBytes]);
    }

    [Fact]
    public async Task Bytes_may_arrive_in_pieces_of_any_size_both_ways()
    {
        var content = Content(300_000);
        using var upload = _files.BeginUpload(Tenant);
        var random = new Random(5);
        for (var at = 0; at < content.Length;)
        {
            var count = Math.Min(random.Next(1, 90_000), content.Length - at);
            if (count % 2 == 0) upload.Write(content.AsSpan(at, count));
            else await upload.WriteAsync(content.AsMemory(at, count), TestContext.Current.CancellationToken);
            at += count;
            Assert.Equal(at, upload.SizeBytes);
        }

        var stored = await upload.CompleteAsync();
        Assert.Equal(ContentHash.Of(content), stored.Hash);
        using var reader = _files.Open(Tenant, stored.Name);
        reader.Verify(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_stored_bytes_are_these()
    {
        var stored = await StoreAsync("abc"u8.ToArray());
        var bytes = await File.ReadAllBytesAsync(PathOf(stored.Name), TestContext.Current.CancellationToken);
        Assert.Equal(
            "504e5442" + "01000000" + "00000100" + "00000000" + "efcdab8967452301" + "0300000000000000"
            + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" + "0fdc0a3a4cbdc30c"
            + "616263" + "a480e1f011c32e4a",
            Convert.ToHexStringLower(bytes));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad-0123456789abcdef", stored.Name.ToString());
    }

    [Fact]
    public async Task Every_flipped_byte_and_every_other_length_is_corruption_and_never_other_bytes()
    {
        var content = Content(200);
        var stored = await StoreAsync(content);
        var path = PathOf(stored.Name);
        var sound = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        for (var at = 0; at < sound.Length; at++)
        {
            var flipped = (byte[])sound.Clone();
            flipped[at] ^= 0x10;
            AssertCorrupt(path, flipped, stored.Name);
            AssertCorrupt(path, sound[..at], stored.Name);
        }

        AssertCorrupt(path, [.. sound, 0], stored.Name);
        await File.WriteAllBytesAsync(path, sound, TestContext.Current.CancellationToken);
        using var reader = _files.Open(Tenant, stored.Name);
        reader.Verify(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_chunk_from_another_place_or_another_blob_is_corruption()
    {
        var content = new byte[3 * BlobFormat.ChunkBytes];
        var first = await StoreAsync(content);
        var second = await StoreAsync(content);
        var path = PathOf(first.Name);
        var sound = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var other = await File.ReadAllBytesAsync(PathOf(second.Name), TestContext.Current.CancellationToken);

        // The same bytes, so only where a chunk belongs tells the two apart.
        var swapped = (byte[])sound.Clone();
        sound.AsSpan((int)BlobFormat.ChunkOffset(0), BlobFormat.StoredChunkBytes).CopyTo(swapped.AsSpan((int)BlobFormat.ChunkOffset(2)));
        AssertCorrupt(path, swapped, first.Name);
        swapped = (byte[])sound.Clone();
        other.AsSpan((int)BlobFormat.ChunkOffset(0), BlobFormat.StoredChunkBytes).CopyTo(swapped.AsSpan((int)BlobFormat.ChunkOffset(0)));
        AssertCorrupt(path, swapped, first.Name);
        AssertCorrupt(path, other, first.Name);
    }

    [Fact]
    public async Task An_unknown_version_is_refused_by_name()
    {
        var stored = await StoreAsync(Content(10));
        var path = PathOf(stored.Name);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[4] = 9;
        BitConverter.TryWriteBytes(bytes.AsSpan(64), System.IO.Hashing.XxHash3.HashToUInt64(bytes.AsSpan(0, 64)));
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var fault = Assert.Throws<StorageException>(() => _files.Open(Tenant, stored.Name));
        Assert.Equal(StorageErrorCode.UnknownFormat, fault.Code);
        Assert.Contains("version 9", fault.Message);
    }

    [Fact]
    public async Task The_same_content_stored_twice_shares_no_file()
    {
        var first = await StoreAsync(Content(100));
        var second = await StoreAsync(Content(100));
        Assert.Equal(first.Hash, second.Hash);
        Assert.NotEqual(first.Name, second.Name);
        _files.Delete(Tenant, first.Name);
        _files.Delete(Tenant, first.Name);
        Assert.Equal(StorageErrorCode.Corrupt, Assert.Throws<StorageException>(() => _files.Open(Tenant, first.Name)).Code);
        using var reader = _files.Open(Tenant, second.Name);
        Assert.Equal(100, reader.SizeBytes);
    }

    [Fact]
    public async Task A_content_deleted_while_it_is_read_is_read_to_its_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps the file until it is closed");
        var content = Content(200_000);
        var stored = await StoreAsync(content);
        using var reader = _files.Open(Tenant, stored.Name);
        _files.Delete(Tenant, stored.Name);
        var read = new byte[200_000];
        Assert.Equal(200_000, reader.Read(0, read));
        Assert.Equal(content, read);
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public void An_upload_that_is_given_up_leaves_nothing()
    {
        using (var upload = _files.BeginUpload(Tenant)) upload.Write(Content(200_000));
        Assert.Empty(_files.All());
        Assert.Empty(Directory.EnumerateFiles(_directory.Data, "*", SearchOption.AllDirectories));
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task What_a_crash_cut_short_is_swept_and_what_was_completed_stays()
    {
        var stored = await StoreAsync(Content(10));
        File.WriteAllText(Path.Combine(_directory.Data, "uploads", "left"), "half");
        new BlobFiles(_directory.Data).SweepTemporary();
        Assert.Equal([(Tenant, stored.Name)], _files.All());
        Assert.Single(Directory.EnumerateFiles(_directory.Data, "*", SearchOption.AllDirectories));
    }

    [Fact]
    [Trait("Hazard", "H28")]
    public async Task Tenants_do_not_see_each_others_contents_and_dropping_one_leaves_the_other()
    {
        var mine = await StoreAsync(Content(10));
        using var upload = _files.BeginUpload(new(8));
        upload.Write(Content(10));
        var theirs = await upload.CompleteAsync();
        Assert.Throws<StorageException>(() => _files.Open(new(8), mine.Name));
        Assert.Equal(2, _files.All().Count());
        _files.DropTenant(Tenant);
        _files.DropTenant(Tenant);
        Assert.Equal([(new TenantId(8), theirs.Name)], _files.All());

        // A tenant's directory comes back with its next content.
        await StoreAsync(Content(10));
        Assert.Equal(2, _files.All().Count());
    }

    [Fact]
    public async Task A_full_disk_fails_the_upload_and_leaves_nothing_of_it()
    {
        var small = Path.Combine(_directory.FullPath, "small");
        using var mount = Mount.TryTmpfs(small, 4 << 20);
        if (mount is null) Assert.Skip("mounting needs root on Linux");
        var files = new BlobFiles(Path.Combine(small, "blobs"));
        using (var upload = files.BeginUpload(Tenant))
        {
            var fault = await Assert.ThrowsAsync<StorageException>(async () =>
            {
                await upload.WriteAsync(Content(8 << 20), CancellationToken.None);
                await upload.CompleteAsync();
            });
            Assert.Equal(StorageErrorCode.DiskFull, fault.Code);
            Assert.Empty(Directory.EnumerateFiles(small, "*", SearchOption.AllDirectories));
            Assert.Throws<ObjectDisposedException>(() => upload.Write([1]));
        }

        using var next = files.BeginUpload(Tenant);
        next.Write(Content(1 << 20));
        Assert.Equal(1 << 20, (await next.CompleteAsync()).SizeBytes);
    }

    [Fact]
    public void A_directory_that_vanished_is_an_error_that_names_it()
    {
        Directory.Delete(_directory.Data, recursive: true);
        var fault = Assert.Throws<StorageException>(() => _files.BeginUpload(Tenant));
        Assert.Equal(StorageErrorCode.Unavailable, fault.Code);
        Assert.Contains(_directory.Data, fault.Message);
    }

    private static byte[] Content(int sizeBytes)
    {
        var content = new byte[sizeBytes];
        new Random(sizeBytes).NextBytes(content);
        return content;
    }

    private async Task<StoredBlob> StoreAsync(byte[] content)
    {
        using var upload = _files.BeginUpload(Tenant);
        upload.Write(content);
        return await upload.CompleteAsync();
    }

    private string PathOf(BlobName name) => Path.Combine(_directory.Data, "0000000000000007", name.ToString());

    private void AssertCorrupt(string path, byte[] bytes, BlobName name)
    {
        File.WriteAllBytes(path, bytes);
        var fault = Assert.Throws<StorageException>(() =>
        {
            using var reader = _files.Open(Tenant, name);
            var read = new byte[reader.SizeBytes];
            reader.Read(0, read);
        });
        Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
        Assert.Contains(path, fault.Message);
    }
}
