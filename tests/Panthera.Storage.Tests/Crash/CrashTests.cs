using System.Diagnostics;
using System.Globalization;
using Panthera.Storage.Log;
using Panthera.Storage.RocksDb;
using Panthera.Storage.Tests.Log;
using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Crash;

/// <summary>Kills a writing process at random moments, and holds the store to every acknowledgement it gave.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    [Trait("Hazard", "H38")]
    public async Task Whenever_the_process_is_killed_every_acknowledged_commit_is_there_and_whole()
    {
        var soak = Environment.GetEnvironmentVariable("PANTHERA_SOAK") == "1";
        var seed = soak ? Environment.TickCount : 4711;
        var random = new Random(seed);
        var notes = Path.Combine(_directory.FullPath, "acknowledged");
        var kills = soak ? 100 : 6;
        for (var kill = 0; kill < kills; kill++)
        {
            await RunAndKillAsync(notes, acknowledgements: random.Next(1, soak ? 5000 : 900));
            await AssertWholeAsync(notes, $"seed {seed}, kill {kill}");
        }
    }

    [Fact]
    public async Task A_directory_that_another_process_has_open_is_refused_with_its_id()
    {
        await RunAndKillAsync(Path.Combine(_directory.FullPath, "acknowledged"), acknowledgements: 5, beforeKill: child =>
        {
            var refused = Assert.Throws<StorageException>(() => RocksDbEngine.Open(_directory.Data, new()));
            Assert.Equal(StorageErrorCode.Locked, refused.Code);
            Assert.Contains(_directory.Data, refused.Message);
            Assert.Contains($"process {child.Id}; stop", refused.Message);
        });
        RocksDbEngine.Open(_directory.Data, new()).Dispose();
    }

    private async Task RunAndKillAsync(string notes, int acknowledgements, Action<Process>? beforeKill = null)
    {
        var before = File.Exists(notes) ? new FileInfo(notes).Length : 0;
        var self = Path.Combine(AppContext.BaseDirectory, "Panthera.Storage.Tests.dll");
        var start = new ProcessStartInfo("dotnet", [self, CrashWriter.Command, _directory.Data, notes]) { RedirectStandardError = true };
        using var child = Process.Start(start)!;

        // Killed by progress, not by the clock: a slow machine is killed at as interesting a moment as a fast one.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!child.HasExited && (!File.Exists(notes) || new FileInfo(notes).Length < before + (acknowledgements * 10L)))
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        Assert.False(child.HasExited, child.HasExited ? await child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "");
        try
        {
            beforeKill?.Invoke(child);
        }
        finally
        {
            child.Kill();
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private async Task AssertWholeAsync(string notes, string when)
    {
        var room = new CounterRoom();
        await using var logs = new TenantLogs(RocksDbEngine.Open(_directory.Data, CrashWriter.EngineOptions), [room], new(), TimeProvider.System);
        logs.Engine.Verify(TestContext.Current.CancellationToken);
        var acknowledged = ReadNotes(notes);
        Assert.NotEmpty(acknowledged);
        for (ulong tenant = 1; tenant <= CrashWriter.Tenants; tenant++)
        {
            var log = await logs.OpenAsync(new(tenant));
            var state = log.Published.Of(room);
            foreach (var ((_, writer), (count, revision)) in acknowledged.Where(entry => entry.Key.Tenant == tenant))
            {
                Assert.True(state.Of(writer) >= count, $"{when}: tenant {tenant} acknowledged {writer}={count} and has {state.Of(writer)}");
                Assert.True(log.Published.Revision.Value >= revision, $"{when}: tenant {tenant} acknowledged revision {revision} and has {log.Published.Revision}");
            }

            await AssertConsistentAsync(log, state, when);
        }
    }

    private static async Task AssertConsistentAsync(TenantLog log, CounterState state, string when)
    {
        long sum = 0;
        for (var writer = 0; writer < CrashWriter.Writers; writer++)
        {
            var name = $"w{writer}";
            sum += state.Of(name);
            if (state.Of(name) > 0) Assert.Equal(CrashWriter.Content(state.Of(name)), log.ReadAttachment(System.Text.Encoding.ASCII.GetBytes(name))?.ToArray());
        }

        // One commit each: the counters, their total and the revision agree, and the log has every revision.
        Assert.True(sum == state.Of("total") && sum == (long)log.Published.Revision.Value, $"{when}: {state.Dump()} at revision {log.Published.Revision}");
        var fed = await FeedUse.TakeAsync(log.Feed, Revision.Zero, (int)log.Published.Revision.Value);
        Assert.Equal(Enumerable.Range(1, fed.Count).Select(i => (ulong)i), fed.Select(commit => commit.Revision.Value));
    }

    private static Dictionary<(ulong Tenant, string Writer), (long Count, ulong Revision)> ReadNotes(string notes)
    {
        Dictionary<(ulong, string), (long, ulong)> newest = [];
        var text = File.ReadAllText(notes);
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            if (parts.Length != 4) continue;
            newest[(ulong.Parse(parts[0], CultureInfo.InvariantCulture), parts[1])] =
                (long.Parse(parts[2], CultureInfo.InvariantCulture), ulong.Parse(parts[3], CultureInfo.InvariantCulture));
        }

        return newest;
    }
}
