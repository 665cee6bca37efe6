using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Log;

public sealed class CommitFeedTests
{
    [Fact]
    [Trait("Hazard", "H42")]
    public async Task Every_commit_comes_once_in_order_from_any_revision_and_after_a_restart()
    {
        await using var fixture = new LogFixture(new() { RecentCommits = 4 });
        var log = await fixture.OpenAsync();
        for (var i = 0; i < 20; i++) await fixture.AddAsync(log, $"n{i}");
        for (var restarts = 0; restarts < 2; restarts++)
        {
            for (var after = 0; after < 20; after++)
            {
                var commits = await FeedUse.TakeAsync(log.Feed, new((ulong)after), 20 - after);
                Assert.Equal(Enumerable.Range(after, 20 - after).Select(i => $"n{i}"), commits.Select(commit => ((CounterRecord)commit.Records[0]).Name));
                Assert.All(commits, commit => Assert.Equal(LogFixture.Origin, commit.Origin));
            }

            await fixture.RestartAsync();
            log = await fixture.OpenAsync();
        }
    }

    [Fact]
    [Trait("Hazard", "H42")]
    public async Task Followers_that_start_between_revisions_while_others_write_miss_and_repeat_none()
    {
        await using var fixture = new LogFixture(new() { RecentCommits = 3, MaxProposalsPerBatch = 5 });
        var log = await fixture.OpenAsync();
        const int total = 400;
        var writers = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < total / 8; i++) await fixture.AddAsync(log);
        }).ToList();
        var followers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var after = log.Published.Revision;
            var commits = await FeedUse.TakeAsync(log.Feed, after, total - (int)after.Value);
            Assert.Equal(Enumerable.Range((int)after.Value + 1, total - (int)after.Value).Select(i => (ulong)i), commits.Select(commit => commit.Revision.Value));
        })).ToList();
        await Task.WhenAll(writers);
        await Task.WhenAll(followers);
    }

    [Fact]
    [Trait("Hazard", "H42")]
    public async Task A_follower_that_stands_still_holds_back_no_writer_and_catches_up_from_the_log()
    {
        await using var fixture = new LogFixture(new() { RecentCommits = 4 });
        var log = await fixture.OpenAsync();
        await fixture.AddAsync(log);
        await using var slow = log.Feed.ReadAsync(Revision.Zero, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await slow.MoveNextAsync());
        for (var i = 0; i < 50; i++) await fixture.AddAsync(log);
        for (ulong expected = 2; expected <= 51; expected++)
        {
            Assert.True(await slow.MoveNextAsync());
            Assert.Equal(expected, slow.Current.Revision.Value);
        }
    }

    [Fact]
    public async Task A_follower_behind_what_is_kept_is_told_so_and_the_kept_ones_are_there()
    {
        await using var fixture = new LogFixture(new() { RecentCommits = 2, KeptCommits = 10 });
        var log = await fixture.OpenAsync();
        for (var i = 0; i < 100; i++) await fixture.AddAsync(log);
        Assert.Equal(StorageErrorCode.TooOld, (await Assert.ThrowsAsync<StorageException>(() => FeedUse.TakeAsync(log.Feed, Revision.Zero, 1))).Code);
        Assert.Equal(10, (await FeedUse.TakeAsync(log.Feed, new(90), 10)).Count);
        await fixture.RestartAsync();
        log = await fixture.OpenAsync();
        Assert.Equal(StorageErrorCode.TooOld, (await Assert.ThrowsAsync<StorageException>(() => FeedUse.TakeAsync(log.Feed, new(50), 1))).Code);
        Assert.Equal(10, (await FeedUse.TakeAsync(log.Feed, new(90), 10)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_follower_of_a_closed_or_dropped_tenant_is_told_so(bool dropped)
    {
        await using var fixture = new LogFixture(new() { RecentCommits = 1 });
        var log = await fixture.OpenAsync();
        for (var i = 0; i < 3; i++) await fixture.AddAsync(log);
        var waiting = FeedUse.TakeAsync(log.Feed, new(3), 1);
        if (dropped) await fixture.Logs.DropAsync(LogFixture.Tenant);
        else await fixture.RestartAsync();
        Assert.Equal(StorageErrorCode.Closed, (await Assert.ThrowsAsync<StorageException>(() => waiting)).Code);
        Assert.Equal(StorageErrorCode.Closed, (await Assert.ThrowsAsync<StorageException>(() => FeedUse.TakeAsync(log.Feed, Revision.Zero, 4))).Code);
    }

    [Fact]
    public async Task Only_what_is_durable_is_handed_out()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        var follower = FeedUse.TakeAsync(log.Feed, Revision.Zero, 1);
        fixture.Engine.Hold();
        var commit = fixture.AddAsync(log);
        fixture.Engine.WaitForWrite();
        Assert.False(follower.IsCompleted);
        fixture.Engine.Release();
        await commit;
        Assert.Equal(new(1), (await follower)[0].Revision);
    }

    [Fact]
    [Trait("Hazard", "H42")]
    public async Task A_very_large_commit_is_followed_like_any_other_though_it_is_not_kept_in_memory()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        await fixture.AddAsync(log);
        await log.CommitAsync(new Change(draft =>
        {
            for (var i = 0; i < 10_001; i++) draft.Yield(new CounterRecord($"c{i}", i));
            return 1;
        }), LogFixture.Origin, CancellationToken.None);
        await fixture.AddAsync(log);
        await fixture.AddAsync(log);
        for (ulong after = 0; after < 4; after++)
        {
            var commits = await FeedUse.TakeAsync(log.Feed, new(after), (int)(4 - after));
            Assert.Equal([1, 10_001, 1, 1], ((int[])[1, 10_001, 1, 1])[..(int)after].Concat(commits.Select(commit => commit.Records.Count)));
            Assert.Equal(after + 1, commits[0].Revision.Value);
        }
    }

    [Fact]
    public async Task A_snapshot_is_held_from_when_it_was_superseded_for_its_time_and_number()
    {
        await using var fixture = new LogFixture(new() { HeldSnapshots = 3 });
        var log = await fixture.OpenAsync();
        await fixture.AddAsync(log);
        fixture.Time.Advance(TimeSpan.FromHours(1));

        // It was the head for an hour: whoever was given it just now can still ask for it.
        await fixture.AddAsync(log);
        Assert.Equal(1, log.SnapshotAt(new(1)).Of(fixture.Room).Of("c"));
        Assert.Equal(2, log.SnapshotAt(new(2)).Of(fixture.Room).Of("c"));
        fixture.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        var fault = Assert.Throws<StorageException>(() => log.SnapshotAt(new(1)));
        Assert.Equal(StorageErrorCode.TooOld, fault.Code);
        Assert.Contains("earliest held is 2", fault.Message);
        for (var i = 0; i < 10; i++) await fixture.AddAsync(log);
        Assert.Equal(9, log.SnapshotAt(new(9)).Of(fixture.Room).Of("c"));
        Assert.Throws<StorageException>(() => log.SnapshotAt(new(8)));
        Assert.Throws<StorageException>(() => log.SnapshotAt(new(13)));
    }
}
