using Microsoft.Extensions.Time.Testing;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;
using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Checkpoints;

/// <summary>An image that is being written when the store closes: it is given some time, and then up.</summary>
public sealed class ImageAtShutdownTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryEngine _disk = new();
    private readonly FakeTimeProvider _time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Checkpoints => Path.Combine(_directory.FullPath, "checkpoints");

    public void Dispose()
    {
        _disk.Dispose();
        _directory.Dispose();
    }

    [Fact]
    [Trait("Hazard", "H45")]
    public async Task Closing_the_store_gives_up_an_image_that_takes_too_long_and_the_one_before_stays()
    {
        var room = new ImagedRoom();
        var logs = Open(room);
        var log = await logs.OpenAsync(new(1));
        await AddAsync(log, room);
        await log.CheckpointWritten;
        var before = File.ReadAllBytes(Directory.GetFiles(Checkpoints).Single());

        room.Stalls = true;
        await AddAsync(log, room);
        await room.Stalled.WaitAsync(Token);
        await AddAsync(log, room);
        var closing = logs.DisposeAsync().AsTask();
        Assert.Equal(2, Directory.GetFiles(Checkpoints).Length);
        Assert.False(closing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        await closing.WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(before, File.ReadAllBytes(Directory.GetFiles(Checkpoints).Single()));

        await using var reopened = Open(new ImagedRoom());
        var again = await reopened.OpenAsync(new(1));
        Assert.Equal(3UL, again.Published.Revision.Value);
        Assert.Equal(1, Statistics(reopened)["checkpoints.opened"]);
        Assert.Equal(0, Statistics(reopened)["checkpoints.failed"]);
    }

    [Fact]
    public async Task Dropping_a_tenant_waits_for_no_image()
    {
        var room = new ImagedRoom { Stalls = true };
        await using var logs = Open(room);
        var log = await logs.OpenAsync(new(1));
        await AddAsync(log, room);
        await room.Stalled.WaitAsync(Token);
        await logs.DropAsync(new(1)).WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Empty(Directory.GetFiles(Checkpoints));
    }

    private static Dictionary<string, long> Statistics(TenantLogs logs)
    {
        var statistics = new Dictionary<string, long>();
        logs.AddCheckpointStatistics(statistics);
        return statistics;
    }

    private static async Task AddAsync(TenantLog log, ImagedRoom room)
    {
        var change = new Change(draft =>
        {
            var count = draft.Of(room).Of("c") + 1;
            draft.Yield(new CounterRecord("c", count));
            return count;
        });
        _ = (await log.CommitAsync(change, LogFixture.Origin, Token)).Outcome.Value;
    }

    private TenantLogs Open(ImagedRoom room)
    {
        var options = new StorageOptions { CheckpointDirectory = Checkpoints, CheckpointRecords = 1, CheckpointInterval = TimeSpan.Zero };
        return new(new FaultyEngine(_disk), [room], options, _time);
    }
}
