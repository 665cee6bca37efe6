using Panthera.Storage.Engines;
using Panthera.Storage.Log;
using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Log;

public sealed class TenantLogFaultTests
{
    private const int Commits = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, bool> EveryWrite()
    {
        var data = new TheoryData<int, bool>();
        for (var at = 1; at <= Commits; at++)
        {
            data.Add(at, false);
            data.Add(at, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryWrite))]
    public async Task Whichever_write_fails_acknowledged_commits_stay_and_the_log_goes_on(int failAt, bool writtenAnyway)
    {
        await using var fixture = new LogFixture();
        fixture.Engine.FailAt = failAt;
        fixture.Engine.WriteAnyway = writtenAnyway;
        var log = await fixture.OpenAsync();
        Revision acknowledged = default;
        var phantoms = 0;
        for (var i = 1; i <= Commits; i++)
        {
            try
            {
                var committed = await fixture.AddAsync(log);
                acknowledged = committed.Revision;
                Assert.Equal((long)acknowledged.Value, committed.Outcome.Value);
            }
            catch (StorageException fault)
            {
                Assert.Equal(i, failAt);
                Assert.Equal(StorageErrorCode.DiskFull, fault.Code);
                phantoms = writtenAnyway ? 1 : 0;

                // INVARIANT (published-is-durable): what failed does not show.
                Assert.Equal(acknowledged, log.Published.Revision);
                Assert.Equal((long)acknowledged.Value, fixture.StateOf(log).Of("c"));
            }
        }

        // One more: if the last write failed, only this settles what the disk has.
        await fixture.AddAsync(log);
        Assert.Equal(Commits + phantoms, fixture.StateOf(log).Of("c"));
        var live = fixture.StateOf(log).Dump();
        await fixture.RestartAsync();
        var reopened = await fixture.OpenAsync();
        Assert.Equal(live, fixture.StateOf(reopened).Dump());
        Assert.Equal(new((ulong)(Commits + phantoms)), reopened.Published.Revision);
        var fed = await FeedUse.TakeAsync(reopened.Feed, Revision.Zero, Commits + phantoms);
        Assert.Equal(Enumerable.Range(1, Commits + phantoms).Select(i => (ulong)i), fed.Select(commit => commit.Revision.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Hazard", "H44")]
    public async Task A_tenant_that_leaves_memory_after_a_failed_write_comes_back_with_what_the_storage_kept_of_it(bool staysBroken)
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        var neighbour = await fixture.OpenAsync(2);
        await fixture.AddAsync(log);
        fixture.Engine.WriteOnRecovery = true;
        fixture.Engine.FailNext(1);
        await Assert.ThrowsAsync<StorageException>(() => fixture.AddAsync(log));
        await fixture.Logs.CloseAsync(LogFixture.Tenant);

        // It comes back while the storage is as it failed, or is recovered by that.
        fixture.Engine.FailAlways = staysBroken;
        log = await fixture.OpenAsync();
        Assert.Equal(staysBroken, log.MayBeBehind);
        Assert.Equal(staysBroken ? 1 : 2, fixture.StateOf(log).Of("c"));
        fixture.Engine.FailAlways = false;
        await fixture.AddAsync(neighbour);
        Assert.Equal(3, (await fixture.AddAsync(log)).Outcome.Value);
        Assert.False(log.MayBeBehind);
        var live = fixture.StateOf(log).Dump();
        await fixture.RestartAsync();
        log = await fixture.OpenAsync();
        Assert.Equal(live, fixture.StateOf(log).Dump());
        Assert.Equal(new(3), log.Published.Revision);
    }

    [Fact]
    public async Task While_the_disk_is_full_nothing_is_acknowledged_and_readers_go_on()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        await fixture.AddAsync(log);
        fixture.Engine.FailAlways = true;
        for (var i = 0; i < 5; i++)
        {
            var fault = await Assert.ThrowsAsync<StorageException>(() => fixture.AddAsync(log));
            Assert.Equal(StorageErrorCode.DiskFull, fault.Code);
            Assert.Equal(1, fixture.StateOf(log).Of("c"));
        }

        fixture.Engine.FailAlways = false;
        Assert.Equal(2, (await fixture.AddAsync(log)).Outcome.Value);
    }

    [Fact]
    public async Task A_failed_write_fails_the_batches_it_held_of_every_tenant_and_each_recovers()
    {
        await using var fixture = new LogFixture();
        var logs = await Task.WhenAll(Enumerable.Range(1, 4).Select(tenant => fixture.OpenAsync((ulong)tenant)));
        fixture.Engine.FailAt = 2;
        fixture.Engine.Hold();
        var first = fixture.AddAsync(logs[0]);
        fixture.Engine.WaitForWrite();
        var failing = logs[1..].Select(log => fixture.AddAsync(log)).ToList();
        Assert.True(SpinWait.SpinUntil(() => fixture.Logs.WaitingBatches == 3, TimeSpan.FromSeconds(30)));
        fixture.Engine.Release();
        await first;
        foreach (var commit in failing) await Assert.ThrowsAsync<StorageException>(() => commit);
        Assert.All(await Task.WhenAll(logs[1..].Select(log => fixture.AddAsync(log))), committed => Assert.Equal(1, committed.Outcome.Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public async Task A_corrupt_record_stops_its_tenant_only_and_says_so(int flip)
    {
        await using var fixture = new LogFixture();
        await fixture.AddAsync(await fixture.OpenAsync());
        await fixture.AddAsync(await fixture.OpenAsync(2));
        var key = EngineKeys.State(LogFixture.Tenant, CounterRecord.CounterKind, [1, (byte)'c']);
        Rewrite(fixture.Disk, Keyspace.State, key, bytes => bytes[flip < 0 ? ^1 : flip] ^= 1);
        await fixture.RestartAsync();
        for (var i = 0; i < 2; i++)
        {
            var fault = await Assert.ThrowsAsync<StorageException>(() => fixture.OpenAsync());
            Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
            Assert.Contains("restore", fault.Message);
        }

        Assert.Equal(2, (await fixture.AddAsync(await fixture.OpenAsync(2))).Outcome.Value);
    }

    [Fact]
    public async Task A_record_that_its_room_cannot_read_stops_its_tenant_only_and_says_whose_it_is()
    {
        await using var fixture = new LogFixture();
        await fixture.AddAsync(await fixture.OpenAsync(), "unreadable");
        await fixture.RestartAsync();
        var fault = await Assert.ThrowsAsync<StorageException>(() => fixture.OpenAsync());
        Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
        Assert.Contains("`counters`", fault.Message);
        await fixture.AddAsync(await fixture.OpenAsync(2));
    }

    [Fact]
    public async Task A_commit_missing_from_the_log_is_corruption_and_no_trimmed_log()
    {
        await using var fixture = new LogFixture(new() { RecentCommits = 1 });
        var log = await fixture.OpenAsync();
        for (var i = 0; i < 5; i++) await fixture.AddAsync(log);
        var batch = new EngineBatch();
        batch.Delete(Keyspace.Log, EngineKeys.Log(LogFixture.Tenant, new(3)));
        fixture.Disk.Write(batch, sync: true);
        Assert.Equal(2, (await FeedUse.TakeAsync(log.Feed, Revision.Zero, 2)).Count);
        var fault = await Assert.ThrowsAsync<StorageException>(() => FeedUse.TakeAsync(log.Feed, Revision.Zero, 3));
        Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Whichever_kept_commit_is_missing_verifying_the_log_names_it(ulong missing)
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        for (var i = 0; i < 5; i++) await fixture.AddAsync(log);
        log.Verify(Token);
        var batch = new EngineBatch();
        batch.Delete(Keyspace.Log, EngineKeys.Log(LogFixture.Tenant, new(missing)));
        fixture.Disk.Write(batch, sync: true);
        var fault = Assert.Throws<StorageException>(() => log.Verify(Token));
        Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
        Assert.StartsWith($"commit {missing} ", fault.Message);
    }

    [Fact]
    public async Task A_trimmed_log_verifies()
    {
        await using var fixture = new LogFixture(new() { KeptCommits = 10 });
        var log = await fixture.OpenAsync();
        for (var i = 0; i < 40; i++) await fixture.AddAsync(log);
        log.Verify(Token);
    }

    [Fact]
    public async Task A_tenant_whose_head_is_lost_is_not_taken_for_a_new_one()
    {
        await using var fixture = new LogFixture();
        await fixture.AddAsync(await fixture.OpenAsync());
        await fixture.RestartAsync();
        var batch = new EngineBatch();
        batch.Delete(Keyspace.State, EngineKeys.Head(LogFixture.Tenant));
        fixture.Disk.Write(batch, sync: true);
        var fault = await Assert.ThrowsAsync<StorageException>(() => fixture.OpenAsync());
        Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
    }

    [Fact]
    public async Task A_dropped_tenant_leaves_nothing_and_stays_closed()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        var neighbour = await fixture.OpenAsync(2);
        await fixture.AddAsync(neighbour);
        await log.CommitAsync(new Change(draft => { draft.Yield(new CounterRecord("c", 1)); draft.Attach("k"u8, "v"u8); return 0; }), LogFixture.Origin, Token);
        await fixture.Logs.DropAsync(LogFixture.Tenant);
        Assert.Equal(StorageErrorCode.Closed, (await Assert.ThrowsAsync<StorageException>(() => fixture.AddAsync(log))).Code);
        Assert.Equal(StorageErrorCode.Closed, (await Assert.ThrowsAsync<StorageException>(() => fixture.OpenAsync())).Code);
        foreach (var keyspace in Engines.EngineUse.Keyspaces)
        {
            using var left = fixture.Disk.Scan(keyspace, EngineKeys.Tenant(LogFixture.Tenant), EngineKeys.TenantEnd(LogFixture.Tenant));
            Assert.False(left.MoveNext());
        }

        await fixture.Logs.DropAsync(LogFixture.Tenant);
        Assert.Equal(2, (await fixture.AddAsync(neighbour)).Outcome.Value);
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Logs.DropAsync(TenantId.System));
    }

    [Fact]
    [Trait("Hazard", "H45")]
    public async Task Dropping_a_tenant_fails_what_waits_and_nothing_of_it_is_written_afterwards()
    {
        await using var fixture = new LogFixture();
        var log = await fixture.OpenAsync();
        fixture.Engine.Hold();
        var underWay = fixture.AddAsync(log);
        fixture.Engine.WaitForWrite();
        var waiting = Enumerable.Range(0, 5).Select(_ => fixture.AddAsync(log)).ToList();
        var dropping = fixture.Logs.DropAsync(LogFixture.Tenant);
        fixture.Engine.Release();
        await dropping;
        await underWay;
        foreach (var commit in waiting) Assert.Equal(StorageErrorCode.Closed, (await Assert.ThrowsAsync<StorageException>(() => commit)).Code);
        Assert.Equal(0, fixture.Disk.Statistics()["keys"]);
    }

    private static void Rewrite(MemoryEngine disk, Keyspace keyspace, byte[] key, Action<byte[]> change)
    {
        var value = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.True(disk.TryGet(keyspace, key, value));
        var bytes = value.WrittenSpan.ToArray();
        change(bytes);
        var batch = new EngineBatch();
        batch.Put(keyspace, key, bytes);
        disk.Write(batch, sync: true);
    }
}
