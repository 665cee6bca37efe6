using System.Diagnostics;
using System.Globalization;
using Panthera.Files.Measurement;
using Panthera.Permissions;
using Panthera.Storage.RocksDb;

namespace Panthera.Files.Tests.Tree.Images;

/// <summary>The process that is killed while it writes an image: it makes files, notes what was acknowledged, and kills itself when an image is being written.</summary>
internal static class ImageCrashWriter
{
    internal const string Command = "image-crash-writer";
    internal const int FilesPerCommit = 4096;

    internal static string Checkpoints(string directory) => Path.Combine(directory, "checkpoints");

    internal static Task<PantheraStore> OpenAsync(string directory) => PantheraStore.OpenAsync(
        RocksDbEngine.Open(directory, new()),
        new()
        {
            BlobDirectory = Path.Combine(directory, "blobs"),
            Storage = new() { CheckpointDirectory = Checkpoints(directory), CheckpointRecords = 1, CheckpointInterval = TimeSpan.Zero },
        },
        CancellationToken.None);

    internal static string PathOf(int commit, int file) => string.Create(CultureInfo.InvariantCulture, $"/d{commit}/a-name-of-some-length-{file}");

    internal static async Task RunAsync(string directory, string notes, int seed)
    {
        var random = new Random(seed);
        await using var store = await OpenAsync(directory);
        if (store.Tenants.Count == 0) _ = (await store.CreateTenantAsync("acme", SubjectReference.Parse("user:alice"), CancellationToken.None)).Value;
        var tenant = (await store.OpenTenantAsync("acme")).Value;
        using var watcher = new FileSystemWatcher(Checkpoints(directory), "*.new") { EnableRaisingEvents = true };
        var images = random.Next(1, 4);
        var delay = random.Next(3) * random.Next(2000);
        watcher.Created += (_, _) =>
        {
            if (Interlocked.Decrement(ref images) == 0) KillAfter(TimeSpan.FromMicroseconds(delay));
        };
        await using var file = new FileStream(notes, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        for (var commit = (int)(file.Length / 2); ; commit++)
        {
            await TenantTrial.ImportAsync(tenant, Enumerable.Range(0, FilesPerCommit).Select(i => PathOf(commit, i) + "\tsomebody"), false, CancellationToken.None);
            file.Write("+\n"u8);
        }
    }

    private static void KillAfter(TimeSpan delay)
    {
        // Not a timer's tick: an image is written within less.
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < delay;) Thread.SpinWait(10);
        Process.GetCurrentProcess().Kill();
    }
}
