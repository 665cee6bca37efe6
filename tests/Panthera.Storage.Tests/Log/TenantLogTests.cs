using Panthera.Storage.Log;
using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Log;

public sealed class TenantLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_accepted_proposal_is_one_revision_in_order_and_sees_those_before_it()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            var committed = await fixture.AddAsync(log);
            Assert.Equal(i, committed.Outcome.Value);
            Assert.Equal(new((ulong)i), committed.Revision);
            Assert.Equal(committed.Revision, log.Published.Revision);
            Assert.Equal(committed.Revision, log.DurableThrough);
        }
    }

    [Fact]
    public async Task A_refusal_leaves_no_trace_of_what_it_yielded()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        await fixture.AddAsync(log, "a");
        var before = log.Published;
        var refused = await log.CommitAsync(
            new Change(draft =>
            {
                for (var i = 0; i < 100; i++) draft.Yield(new CounterRecord($"x{i}", i));
                draft.Attach("a"u8, "b"u8);
                Assert.Equal(7, draft.Of(fixture.Room).Of("x7"));
                return new Refusal(RefusalCode.FailedPrecondition, "no");
            }),
            LogFixture.Origin,
            Token);
        Assert.False(refused.Outcome.IsAccepted);
        Assert.Equal(before.Revision, refused.Revision);
        Assert.Same(before, log.Published);
        await fixture.AddAsync(log, "b");
        Assert.Equal("a=1 b=1", fixture.StateOf(log).Dump());
        Assert.Equal(new(2), log.Published.Revision);
        Assert.Null(log.ReadAttachment("a"u8)?.ToArray());
        Assert.Equal("a=1", before.Of(fixture.Room).Dump());
    }

    [Fact]
    public async Task A_proposal_that_yields_nothing_makes_no_revision()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        var committed = await log.CommitAsync(new Change(_ => 5), LogFixture.Origin, Token);
        Assert.Equal(5, committed.Outcome.Value);
        Assert.Equal(Revision.Zero, log.Published.Revision);
        Assert.Equal(0, fixture.Logs.SyncCount);
    }

    [Fact]
    public async Task A_proposal_that_throws_or_cannot_be_encoded_fails_alone()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        fixture.Engine.Hold();
        var first = fixture.AddAsync(log);
        fixture.Engine.WaitForWrite();

        // These four are one batch.
        var before = fixture.AddAsync(log);
        var throws = log.CommitAsync(new Change(_ => throw new InvalidOperationException("defect")), LogFixture.Origin, Token);
        var unencodable = log.CommitAsync(Change.Add(fixture.Room, "bad", -5), LogFixture.Origin, Token);
        var after = fixture.AddAsync(log);
        fixture.Engine.Release();

        await first;
        Assert.Equal(2, (await before).Outcome.Value);
        await Assert.ThrowsAsync<InvalidOperationException>(() => throws);
        await Assert.ThrowsAsync<OverflowException>(() => unencodable);
        Assert.Equal(3, (await after).Outcome.Value);
        Assert.Equal(new(3), log.Published.Revision);
        await fixture.RestartAsync();
        Assert.Equal("c=3", fixture.StateOf(await fixture.OpenAsync()).Dump());
    }

    [Fact]
    public async Task Batches_of_tenants_that_wait_share_one_sync()
    {
        await using var fixture = new LogFixture();
        var logs = await Task.WhenAll(Enumerable.Range(1, 5).Select(tenant => fixture.OpenAsync((ulong)tenant)));
        fixture.Engine.Hold();
        var commits = new List<Task<Committed<long>>> { fixture.AddAsync(logs[0]) };
        fixture.Engine.WaitForWrite();
        commits.AddRange(logs[1..].Select(log => fixture.AddAsync(log)));
        Assert.True(SpinWait.SpinUntil(() => fixture.Logs.WaitingBatches == 4, TimeSpan.FromSeconds(30)));
        for (var i = 0; i < 19; i++) commits.AddRange(logs[1..].Select(log => fixture.AddAsync(log)));
        fixture.Engine.Release();
        await Task.WhenAll(commits);

        // One, then the four that waited, then at most one more for each of them with all the rest.
        Assert.Equal(81, commits.Count);
        Assert.InRange(fixture.Logs.SyncCount, 3, 6);
        Assert.All(logs[1..], log => Assert.Equal(new(20), log.Published.Revision));
    }

    [Fact]
    public async Task Nothing_is_published_or_acknowledged_before_it_is_synced_not_even_a_refusal_that_rests_on_it()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        fixture.Engine.Hold();
        var first = fixture.AddAsync(log);
        fixture.Engine.WaitForWrite();
        var second = fixture.AddAsync(log);
        var refusal = log.CommitAsync(new Change(draft => new Refusal(RefusalCode.AlreadyExists, $"{draft.Of(fixture.Room).Of("c")}")), LogFixture.Origin, Token);
        Assert.False(first.IsCompleted || second.IsCompleted || refusal.IsCompleted);
        Assert.Equal(Revision.Zero, log.Published.Revision);
        fixture.Engine.Release();
        Assert.Equal("2", (await refusal).Outcome.Refusal!.Message);
        Assert.Equal(new(2), (await refusal).Revision);
    }

    [Fact]
    public async Task A_waiter_who_gives_up_is_not_run_if_it_still_waited_and_stops_waiting_if_it_was_taken()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        using var gaveUp = new CancellationTokenSource();
        fixture.Engine.Hold();
        var taken = fixture.AddUnlessAsync(log, "taken", gaveUp.Token);
        fixture.Engine.WaitForWrite();
        var queued = fixture.AddUnlessAsync(log, "queued", gaveUp.Token);
        var patient = fixture.AddAsync(log, "patient");
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        fixture.Engine.Release();
        await patient;
        Assert.Equal("patient=1 taken=1", fixture.StateOf(log).Dump());
    }

    [Fact]
    [Trait("Hazard", "H39")]
    public async Task The_queue_is_bounded_and_those_outside_wait_their_turn()
    {
        await using var fixture = new LogFixture(new() { ProposalQueueLength = 2 });
        var log = await fixture.OpenAsync();
        var ran = 0;
        fixture.Engine.Hold();
        var first = fixture.AddAsync(log);
        fixture.Engine.WaitForWrite();
        using var gaveUp = new CancellationTokenSource();
        var queued = Enumerable.Range(0, 2).Select(_ => fixture.AddAsync(log)).ToList();
        var outside = log.CommitAsync(new Change(_ => Interlocked.Increment(ref ran)), LogFixture.Origin, gaveUp.Token);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);
        var waits = fixture.AddAsync(log);
        fixture.Engine.Release();
        await Task.WhenAll([first, .. queued, waits]);
        Assert.Equal(0, ran);
        Assert.Equal(4, fixture.StateOf(log).Of("c"));
    }

    [Fact]
    [Trait("Hazard", "H37")]
    public async Task Parallel_read_modify_writes_lose_no_update()
    {
        await using var fixture = new LogFixture(new() { MaxProposalsPerBatch = 7 });
        var log = await fixture.OpenAsync();
        var seen = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            List<long> mine = [];
            for (var i = 0; i < 50; i++) mine.Add((await fixture.AddAsync(log)).Outcome.Value);
            return mine;
        }));
        Assert.Equal(800, fixture.StateOf(log).Of("c"));
        Assert.Equal(Enumerable.Range(1, 800).Select(i => (long)i), seen.SelectMany(mine => mine).Order());
        Assert.All(seen, mine => Assert.Equal(mine.Order(), mine));
        Assert.Equal(new(800), log.Published.Revision);
        await fixture.RestartAsync();
        Assert.Equal(800, fixture.StateOf(await fixture.OpenAsync()).Of("c"));
    }

    [Fact]
    [Trait("Hazard", "H38")]
    public async Task Disposing_drains_what_was_accepted_and_refuses_the_rest()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        fixture.Engine.Hold();
        var accepted = Enumerable.Range(0, 10).Select(_ => fixture.AddAsync(log)).ToList();
        fixture.Engine.WaitForWrite();
        var restarted = fixture.RestartAsync();
        await restarted;
        await Task.WhenAll(accepted);
        Assert.Equal(StorageErrorCode.Closed, (await Assert.ThrowsAsync<StorageException>(() => fixture.AddAsync(log))).Code);
        Assert.Equal(10, fixture.StateOf(await fixture.OpenAsync()).Of("c"));
    }

    [Fact]
    public async Task What_is_loaded_equals_what_was_live()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var name = $"n{random.Next(60)}";
            var removes = random.Next(4) == 0;
            await log.CommitAsync(
                new Change(draft =>
                {
                    draft.Yield(new CounterRecord(name, removes ? null : i));
                    draft.Attach("a"u8, BitConverter.GetBytes(i));
                    return i;
                }),
                new("operator", Guid.Empty, "mixed"),
                Token);
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var live = log.Published;
        await fixture.RestartAsync();
        var loaded = (await fixture.OpenAsync()).Published;
        Assert.Equal(live.Of(fixture.Room).Dump(), loaded.Of(fixture.Room).Dump());
        Assert.Equal((live.Revision, live.Epoch, live.CommittedAt), (loaded.Revision, loaded.Epoch, loaded.CommittedAt));
        Assert.Equal(BitConverter.GetBytes(299), (await fixture.OpenAsync()).ReadAttachment("a"u8)?.ToArray());
    }

    [Fact]
    public async Task Attachments_are_stored_and_removed_with_their_commit()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        var other = await fixture.OpenAsync(2);
        await log.CommitAsync(new Change(draft => { draft.Attach("k"u8, "bytes"u8); return 0; }), LogFixture.Origin, Token);
        Assert.Equal("bytes"u8.ToArray(), log.ReadAttachment("k"u8)?.ToArray());
        Assert.Null(other.ReadAttachment("k"u8)?.ToArray());
        await log.CommitAsync(new Change(draft => { draft.Detach("k"u8); return 0; }), LogFixture.Origin, Token);
        Assert.Null(log.ReadAttachment("k"u8)?.ToArray());
        Assert.Equal(new(2), log.Published.Revision);
    }

    [Fact]
    public async Task Time_never_goes_back_within_a_tenant()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        await fixture.AddAsync(log);
        var at = log.Published.CommittedAt;
        fixture.Options = new();
        var past = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(at - TimeSpan.FromDays(1));
        await fixture.Logs.DisposeAsync();
        await using var logs = new TenantLogs(new FaultyEngine(fixture.Disk), [fixture.Room], new(), past);
        var reopened = await logs.OpenAsync(LogFixture.Tenant);
        await fixture.AddAsync(reopened);
        Assert.Equal(at, reopened.Published.CommittedAt);
    }

    [Fact]
    public async Task An_origin_without_actor_or_with_too_much_metadata_is_refused()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => log.CommitAsync(Change.Add(fixture.Room, "c"), new(""), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => log.CommitAsync(Change.Add(fixture.Room, "c"), new("a", null, new string('x', 65_001)), Token));
        await log.CommitAsync(Change.Add(fixture.Room, "c"), new("a", null, new string('x', 65_000)), Token);
    }
}
