using System.Diagnostics;
using System.Globalization;
using Panthera.Files.Tree;
using Panthera.Files.Tree.Images;

namespace Panthera.Files.Tests.Tree.Images;

/// <summary>What happens to a tenant when the writing of its image ends badly.</summary>
public sealed class ImageFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    [Trait("Hazard", "H38")]
    public async Task A_disk_that_is_full_for_an_image_costs_neither_the_image_before_nor_a_write()
    {
        await using var test = await ImageStore.CreateAsync(writes: false);
        using var mount = Mount.TryTmpfs(test.Checkpoints, 4 * ImageFormat.ChunkBytes);
        if (mount is null) Assert.Skip("mounting needs root on Linux");
        await test.OpenAsync(writes: true);
        await test.WriteAsync("/a/1", "one");
        await test.Tenant.Log.CheckpointWritten;
        Assert.True(test.Count("written") > 0);
        var before = File.ReadAllBytes(test.Image);

        await test.FillAsync(40_000);
        await test.Tenant.Log.CheckpointWritten;
        Assert.True(test.Count("failed") > 0);
        Assert.Equal(before, File.ReadAllBytes(test.Image));
        Assert.Single(Directory.GetFiles(test.Checkpoints));
        await test.WriteAsync("/a/2", "two");

        await test.OpenAsync(writes: false);
        Assert.Equal(1, test.Count("opened"));
        Assert.True(test.Tree.TryStat(FilePath.Parse("/d7/a-name-of-some-length-7500").Value, out _, out _));
        Assert.True(test.Tree.TryStat(FilePath.Parse("/a/2").Value, out _, out _));
        test.AssertSameAsRecords();
        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
    }

    [Fact]
    [Trait("Hazard", "H38")]
    public async Task A_process_killed_while_it_writes_an_image_comes_back_with_everything_acknowledged()
    {
        var notes = Path.Combine(_directory.FullPath, "acknowledged");
        for (var seed = 1; seed <= 4; seed++)
        {
            await RunAsync(notes, seed);
            var acknowledged = (int)(new FileInfo(notes).Length / 2);
            await using var store = await ImageCrashWriter.OpenAsync(_directory.Data);

            // What the kill left unfinished is gone, and what is there is whole.
            Assert.Empty(Directory.GetFiles(ImageCrashWriter.Checkpoints(_directory.Data), "*.new"));
            var tenant = (await store.OpenTenantAsync("acme")).Value;
            var tree = tenant.Log.Published.Of(TreeRoom.Instance);
            for (var commit = 0; commit < acknowledged; commit++)
            {
                foreach (var file in (int[])[0, ImageCrashWriter.FilesPerCommit - 1])
                    Assert.True(tree.TryStat(FilePath.Parse(ImageCrashWriter.PathOf(commit, file)).Value, out _, out _), $"seed {seed}: commit {commit} of {acknowledged}");
            }

            Assert.Empty((await store.FsckAsync(null, CancellationToken.None)).Problems);
        }
    }

    private async Task RunAsync(string notes, int seed)
    {
        var self = Path.Combine(AppContext.BaseDirectory, "Panthera.Files.Tests.dll");
        using var child = Process.Start(new ProcessStartInfo("dotnet", [self, ImageCrashWriter.Command, _directory.Data, notes, seed.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        var error = await child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        // 128 and the number of the signal that kills.
        Assert.True(child.ExitCode == 137, error);
    }
}
