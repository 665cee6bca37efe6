using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Log;

public sealed class CommitObserverTests
{
    [Fact]
    [Trait("Hazard", "H09")]
    public async Task A_room_is_told_of_each_commit_in_order_before_anybody_can_find_the_state_after_it()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        List<string> told = [];
        fixture.Room.Publishing = (commit, before, after) =>
        {
            told.Add($"{before.Revision}:{before.Of(fixture.Room).Of("c")} {commit.Revision}:{commit.Records.Count} {after.Revision}:{after.Of(fixture.Room).Of("c")}");
            Assert.False(after.IsPublished);
            Assert.True(log.Published.Revision < commit.Revision);
            Assert.Throws<StorageException>(() => log.SnapshotAt(commit.Revision));
        };

        // One write is held back, so that what comes meanwhile becomes one batch of several commits.
        fixture.Engine.Hold();
        var first = fixture.AddAsync(log);
        fixture.Engine.WaitForWrite();
        Task[] others = [fixture.AddAsync(log), fixture.AddAsync(log), fixture.AddAsync(log)];
        fixture.Engine.Release();
        await first;
        await Task.WhenAll(others);
        Assert.Equal(["0:0 1:1 1:1", "1:1 2:1 2:2", "2:2 3:1 3:3", "3:3 4:1 4:4"], told);
    }

    [Fact]
    public async Task Only_what_readers_may_see_is_published()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        Assert.True(log.Published.IsPublished);
        List<bool> seen = [];
        await log.CommitAsync(
            new Change(draft =>
            {
                seen.Add(draft.State.IsPublished);
                draft.Yield(new CounterRecord("c", 1));
                seen.Add(draft.State.IsPublished);
                seen.Add(draft.Before.IsPublished);
                return 1;
            }),
            LogFixture.Origin,
            CancellationToken.None);
        Assert.Equal([true, false, true], seen);
        Assert.True(log.Published.IsPublished);
        Assert.False(log.ReadStored().IsPublished);
        await fixture.RestartAsync();
        Assert.True((await fixture.OpenAsync()).Published.IsPublished);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_batch_that_was_not_stored_is_not_told_and_one_that_was_after_all_comes_as_a_load(bool writtenAnyway)
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        await fixture.AddAsync(log);
        List<ulong> told = [];
        fixture.Room.Publishing = (commit, _, _) => told.Add(commit.Revision.Value);
        fixture.Engine.WriteAnyway = writtenAnyway;
        fixture.Engine.FailNext(1);
        await Assert.ThrowsAsync<StorageException>(() => fixture.AddAsync(log));
        Assert.Empty(told);
        await fixture.AddAsync(log);
        Assert.Equal([writtenAnyway ? 3UL : 2UL], told);
        Assert.True(log.Published.IsPublished);
    }
}
