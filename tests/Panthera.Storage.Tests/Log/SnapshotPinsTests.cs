using Panthera.Storage.Log;
using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Log;

/// <summary>Every row of the consistency table, on a clock that stands still until told.</summary>
public sealed class SnapshotPinsTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Minimize_latency_gives_everybody_the_head_of_when_the_quantum_was_first_asked_for()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        var first = await AddAsync(fixture, log);
        Assert.Equal(first, await PinAsync(log, Consistency.MinimizeLatency));
        await AddAsync(fixture, log);
        fixture.Time.Advance(4 * s_second);
        Assert.Equal(first, await PinAsync(log, Consistency.MinimizeLatency));
        var last = await AddAsync(fixture, log);
        fixture.Time.Advance(s_second);
        Assert.Equal(last, await PinAsync(log, Consistency.MinimizeLatency));
        await AddAsync(fixture, log);
        Assert.Equal(last, await PinAsync(log, Consistency.MinimizeLatency));
    }

    [Fact]
    public async Task Without_a_quantum_minimize_latency_gives_the_head()
    {
        await using var fixture = new LogFixture(Options() with { StalenessQuantum = TimeSpan.Zero });
        var log = await fixture.OpenAsync();
        for (var i = 0; i < 3; i++) Assert.Equal(await AddAsync(fixture, log), await PinAsync(log, Consistency.MinimizeLatency));
    }

    [Fact]
    public async Task The_quanta_of_tenants_begin_at_different_tenths()
    {
        await using var fixture = new LogFixture(new() { Random = new Random(1) });
        var logs = new List<(TenantLog Log, Revision First)>();
        for (ulong tenant = 1; tenant <= 20; tenant++)
        {
            var log = await fixture.OpenAsync(tenant);
            logs.Add((log, await AddAsync(fixture, log)));
            await PinAsync(log, Consistency.MinimizeLatency);
            await AddAsync(fixture, log);
        }

        var rolled = new SortedSet<int>();
        for (var tenth = 1; tenth <= 10; tenth++)
        {
            fixture.Time.Advance(s_second / 2);
            foreach (var (log, first) in logs)
            {
                if (await PinAsync(log, Consistency.MinimizeLatency) > first) rolled.Add(tenth);
            }
        }

        Assert.True(rolled.Count > 3, "all tenants roll over together");
        foreach (var (log, first) in logs) Assert.True(await PinAsync(log, Consistency.MinimizeLatency) > first);
    }

    [Fact]
    public async Task Bounded_staleness_gives_the_quantums_revision_while_it_is_young_enough()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        var first = await AddAsync(fixture, log);
        await PinAsync(log, Consistency.MinimizeLatency);
        var second = await AddAsync(fixture, log);
        fixture.Time.Advance(2 * s_second);
        Assert.Equal(first, await PinAsync(log, Consistency.BoundedStaleness(3 * s_second)));
        Assert.Equal(second, await PinAsync(log, Consistency.BoundedStaleness(2 * s_second)));
        Assert.Equal(second, await PinAsync(log, Consistency.BoundedStaleness(TimeSpan.Zero)));
    }

    [Fact]
    [Trait("Hazard", "H10")]
    public async Task At_least_as_fresh_gives_the_later_of_the_token_and_the_quantums_revision()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        var old = await TokenAsync(fixture, log);
        var quantum = await AddAsync(fixture, log);
        await PinAsync(log, Consistency.MinimizeLatency);
        var fresh = await TokenAsync(fixture, log);
        await AddAsync(fixture, log);
        Assert.Equal(quantum, await PinAsync(log, Consistency.AtLeastAsFresh(old)));
        Assert.Equal(fresh.Parts[0].Revision, await PinAsync(log, Consistency.AtLeastAsFresh(fresh)));
    }

    [Fact]
    public async Task At_least_as_fresh_gives_the_head_once_the_tokens_revision_is_no_longer_held()
    {
        await using var fixture = new LogFixture(Options() with { HeldSnapshots = 2 });
        var log = await fixture.OpenAsync();
        await PinAsync(log, Consistency.MinimizeLatency);
        var token = await TokenAsync(fixture, log);
        Revision head = default;
        for (var i = 0; i < 5; i++) head = await AddAsync(fixture, log);
        Assert.Equal(head, await PinAsync(log, Consistency.AtLeastAsFresh(token)));
    }

    [Fact]
    public async Task A_token_of_another_tenant_log_or_store_asks_for_the_head()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        await PinAsync(log, Consistency.MinimizeLatency);
        var head = await AddAsync(fixture, log);
        var epoch = log.Published.Epoch;
        foreach (var token in (ZedToken[])[new(new(99), epoch, new(1)), new(log.Tenant, epoch.Next, new(1)), new(log.Tenant, epoch.Next, new(1_000_000))])
            Assert.Equal(head, await PinAsync(log, Consistency.AtLeastAsFresh(token)));
    }

    [Fact]
    public async Task Stores_tell_each_others_tokens_apart_though_their_tenants_have_the_same_numbers()
    {
        await using var one = new LogFixture();
        await using var other = new LogFixture();
        var log = await one.OpenAsync();
        await AddAsync(one, log);
        var foreign = await TokenAsync(other, await other.OpenAsync());
        for (var i = 0; i < 3; i++) foreign = await TokenAsync(other, await other.OpenAsync());

        // Were it taken for one of this log, it would be of a revision that is not reached yet.
        Assert.Equal(log.Published.Revision, await PinAsync(log, Consistency.AtLeastAsFresh(foreign)));
    }

    [Fact]
    public async Task A_log_keeps_its_epoch_over_a_restart()
    {
        await using var fixture = new LogFixture();
        var token = await TokenAsync(fixture, await fixture.OpenAsync());
        await fixture.RestartAsync();
        Assert.Equal(token.Parts[0].Revision, await PinAsync(await fixture.OpenAsync(), Consistency.AtExactSnapshot(token)));
    }

    [Fact]
    public async Task A_revision_that_is_not_there_yet_is_waited_for()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        await AddAsync(fixture, log);
        var next = new ZedToken(log.Tenant, log.Published.Epoch, log.Published.Revision.Next);
        var fresh = log.Snapshots.PinAsync(Consistency.AtLeastAsFresh(next), CancellationToken.None).AsTask();
        var exact = log.Snapshots.PinAsync(Consistency.AtExactSnapshot(next), CancellationToken.None).AsTask();
        Assert.False(fresh.IsCompleted || exact.IsCompleted);
        var revision = await AddAsync(fixture, log);
        Assert.Equal(revision, (await fresh).Value.Revision);
        Assert.Equal(revision, (await exact).Value.Revision);
    }

    [Fact]
    public async Task A_revision_that_does_not_come_is_an_error_after_a_second()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        await AddAsync(fixture, log);
        var never = new ZedToken(log.Tenant, log.Published.Epoch, new(1000));
        var waiting = log.Snapshots.PinAsync(Consistency.AtLeastAsFresh(never), CancellationToken.None).AsTask();
        fixture.Time.Advance(s_second - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        fixture.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(RefusalCode.Unavailable, (await waiting).Refusal!.Code);
    }

    [Fact]
    public async Task An_exact_snapshot_is_given_while_it_is_held_and_then_refused_by_the_earliest()
    {
        await using var fixture = new LogFixture(Options() with { HeldSnapshots = 3 });
        var log = await fixture.OpenAsync();
        var token = await TokenAsync(fixture, log);
        for (var i = 0; i < 3; i++) await AddAsync(fixture, log);
        Assert.Equal(token.Parts[0].Revision, await PinAsync(log, Consistency.AtExactSnapshot(token)));
        await AddAsync(fixture, log);
        var refusal = await RefusedAsync(log, Consistency.AtExactSnapshot(token), RefusalCode.OutOfRange);
        Assert.Contains("the earliest held is 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exact_snapshot_ends_five_minutes_after_it_was_superseded()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        var token = await TokenAsync(fixture, log);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await AddAsync(fixture, log);
        fixture.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(token.Parts[0].Revision, await PinAsync(log, Consistency.AtExactSnapshot(token)));
        fixture.Time.Advance(TimeSpan.FromTicks(1));
        await RefusedAsync(log, Consistency.AtExactSnapshot(token), RefusalCode.OutOfRange);
    }

    [Fact]
    public async Task An_exact_snapshot_of_another_tenant_or_log_is_refused()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        var revision = await AddAsync(fixture, log);
        var epoch = log.Published.Epoch;
        await RefusedAsync(log, Consistency.AtExactSnapshot(new(new(99), epoch, revision)), RefusalCode.InvalidArgument);
        await RefusedAsync(log, Consistency.AtExactSnapshot(new(log.Tenant, epoch.Next, revision)), RefusalCode.OutOfRange);
    }

    [Fact]
    public async Task Fully_consistent_is_the_head()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        await PinAsync(log, Consistency.MinimizeLatency);
        for (var i = 0; i < 3; i++) Assert.Equal(await AddAsync(fixture, log), await PinAsync(log, Consistency.FullyConsistent));
    }

    [Fact]
    public async Task A_quantum_that_nobody_asks_for_again_pins_nothing()
    {
        await using var fixture = new LogFixture(Options() with { HeldSnapshots = 0 });
        var log = await fixture.OpenAsync();
        await AddAsync(fixture, log);
        var pinned = await PinWeaklyAsync(log);
        await AddAsync(fixture, log);
        await AddAsync(fixture, log);
        Assert.True(IsAlive(pinned));
        fixture.Time.Advance(6 * s_second);
        Assert.False(IsAlive(pinned));
    }

    [Fact]
    public async Task Superseded_states_are_let_go_of_when_they_have_aged_though_nobody_writes_or_asks()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        await AddAsync(fixture, log);
        var old = await HeadWeaklyAsync(log);
        await AddAsync(fixture, log);
        Assert.True(IsAlive(old));
        fixture.Time.Advance(TimeSpan.FromMinutes(5) + s_second);
        Assert.False(IsAlive(old));
    }

    [Fact]
    public async Task Superseded_states_are_held_only_while_little_has_changed_since()
    {
        await using var fixture = new LogFixture(Options() with { HeldSnapshotRecords = 10 });
        var log = await fixture.OpenAsync();
        var tokens = new List<ZedToken>();
        for (var i = 0; i < 3; i++) tokens.Add(await TokenAsync(fixture, log));
        Assert.Equal(tokens[0].Parts[0].Revision, await PinAsync(log, Consistency.AtExactSnapshot(tokens[0])));
        await log.CommitAsync(new Change(draft =>
        {
            for (var i = 0; i < 10; i++) draft.Yield(new CounterRecord($"c{i}", i));
            return 1;
        }), LogFixture.Origin, CancellationToken.None);
        await RefusedAsync(log, Consistency.AtExactSnapshot(tokens[1]), RefusalCode.OutOfRange);
        Assert.Equal(tokens[2].Parts[0].Revision, await PinAsync(log, Consistency.AtExactSnapshot(tokens[2])));
    }

    [Fact]
    [Trait("Hazard", "H39")]
    public async Task Superseded_states_are_held_only_while_they_keep_little_native_memory()
    {
        await using var fixture = new LogFixture(Options() with { HeldSnapshotBytes = 3 * 1024 });
        var log = await fixture.OpenAsync();
        var tokens = new List<ZedToken>();
        for (var i = 0; i < 6; i++) tokens.Add(await TokenAsync(fixture, log));
        await RefusedAsync(log, Consistency.AtExactSnapshot(tokens[1]), RefusalCode.OutOfRange);
        for (var i = 2; i < 6; i++) Assert.Equal(tokens[i].Parts[0].Revision, await PinAsync(log, Consistency.AtExactSnapshot(tokens[i])));
    }

    [Fact]
    public async Task A_waiter_hears_that_the_tenant_was_closed()
    {
        await using var fixture = new LogFixture(Options());
        var log = await fixture.OpenAsync();
        var never = new ZedToken(log.Tenant, log.Published.Epoch, new(1000));
        var waiting = log.Snapshots.PinAsync(Consistency.AtLeastAsFresh(never), CancellationToken.None).AsTask();
        await log.DisposeAsync();
        var exception = await Assert.ThrowsAsync<StorageException>(() => waiting);
        Assert.Equal(StorageErrorCode.Closed, exception.Code);
    }

    // Quanta begin at full seconds of five, as the fixture's clock does.
    private static StorageOptions Options() => new() { Random = new NoOffset() };

    private static async Task<Revision> AddAsync(LogFixture fixture, TenantLog log) => (await fixture.AddAsync(log)).Revision;

    private static async Task<ZedToken> TokenAsync(LogFixture fixture, TenantLog log)
    {
        var committed = await fixture.AddAsync(log);
        return new(log.Tenant, committed.Epoch, committed.Revision);
    }

    private static async Task<Revision> PinAsync(TenantLog log, Consistency consistency) =>
        (await log.Snapshots.PinAsync(consistency, CancellationToken.None)).Value.Revision;

    private static async Task<Refusal> RefusedAsync(TenantLog log, Consistency consistency, RefusalCode code)
    {
        var outcome = await log.Snapshots.PinAsync(consistency, CancellationToken.None);
        Assert.Equal(code, outcome.Refusal!.Code);
        return outcome.Refusal;
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> PinWeaklyAsync(TenantLog log) =>
        new((await log.Snapshots.PinAsync(Consistency.MinimizeLatency, CancellationToken.None)).Value);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static Task<WeakReference> HeadWeaklyAsync(TenantLog log) => Task.FromResult(new WeakReference(log.Published));

    private static bool IsAlive(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return reference.IsAlive;
    }

    private sealed class NoOffset : Random
    {
        public override int Next() => 1;

        public override int Next(int maxValue) => 0;
    }
}
