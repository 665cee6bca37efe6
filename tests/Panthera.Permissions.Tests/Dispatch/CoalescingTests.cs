using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Tests.Dispatch;

public sealed class CoalescingTests
{
    private const string View = "doc:d#view@user:bob";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PermissionPieces.None)]
    [InlineData(PermissionPieces.Results)]
    public async Task A_thousand_identical_checks_at_once_run_one_computation(PermissionPieces off)
    {
        await using var deep = await DeepTenant.CreateChainAsync(20);
        var snapshot = deep.Head.Snapshot;

        // Whoever computes is held until all the others wait.
        deep.Indexes.Flights.Computing = flight => Assert.True(SpinWait.SpinUntil(() => flight.Waiting == 999, s_patience), "not everybody waits");
        var allowed = 0;
        Thread[] threads = [.. Enumerable.Range(0, 1000).Select(_ => new Thread(() => Interlocked.Add(ref allowed, deep.Ask(snapshot, View, off) == Decision.Allowed ? 1 : 0), 512 << 10))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal((1000, 1, 999), (allowed, deep.Indexes.Flights.Computed, deep.Indexes.Flights.Joined));
    }

    [Fact]
    [Trait("Hazard", "H43")]
    public async Task A_waiter_that_gives_up_gives_up_alone()
    {
        await using var deep = await DeepTenant.CreateChainAsync(20);
        var snapshot = deep.Head.Snapshot;
        using var patience = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        Flight? flown = null;
        deep.Indexes.Flights.Computing = flight =>
        {
            flown = flight;
            begun.Set();
            release.Wait(s_patience, Token);
        };
        var first = Run(() => deep.Ask(snapshot, View));
        Assert.True(begun.Wait(s_patience, Token));
        var impatient = Run(() => deep.AskUntil(snapshot, View, patience.Token));
        var patient = Run(() => deep.Ask(snapshot, View));
        Assert.True(SpinWait.SpinUntil(() => flown!.Waiting == 2, s_patience));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(first.IsCompleted || patient.IsCompleted);
        release.Set();
        Assert.Equal([Decision.Allowed, Decision.Allowed], await Task.WhenAll(first, patient));
    }

    [Fact]
    [Trait("Hazard", "H43")]
    public async Task A_computation_that_fails_fails_alone_and_is_not_kept()
    {
        await using var deep = await DeepTenant.CreateChainAsync(20);
        var snapshot = deep.Head.Snapshot;
        Flight? flown = null;
        using var begun = new ManualResetEventSlim();
        deep.Indexes.Flights.Computing = flight =>
        {
            deep.Indexes.Flights.Computing = null;
            flown = flight;
            begun.Set();
            Assert.True(SpinWait.SpinUntil(() => flight.Waiting == 1, s_patience));
            throw new InvalidOperationException("a read failed");
        };
        var failing = Run(() => deep.Ask(snapshot, View));
        Assert.True(begun.Wait(s_patience, Token));
        var waiting = Run(() => deep.Ask(snapshot, View));
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(Decision.Allowed, await waiting);
        Assert.Equal(Decision.Allowed, deep.Ask(snapshot, View));
    }

    [Fact]
    [Trait("Hazard", "H43")]
    public async Task Who_computes_waits_for_nobody_not_even_for_themselves()
    {
        await using var deep = await DeepTenant.CreateChainAsync(20);
        var snapshot = deep.Head.Snapshot;
        var inner = Decision.Error;
        deep.Indexes.Flights.Computing = _ =>
        {
            deep.Indexes.Flights.Computing = null;
            inner = deep.Ask(snapshot, View);
        };
        Assert.Equal(Decision.Allowed, await Run(() => deep.Ask(snapshot, View)).WaitAsync(s_patience, Token));
        Assert.Equal(Decision.Allowed, inner);
    }

    [Fact]
    [Trait("Hazard", "H09")]
    public async Task A_request_that_pinned_a_revoke_does_not_join_a_computation_of_before()
    {
        await using var deep = await DeepTenant.CreateChainAsync(20);
        var before = deep.Head.Snapshot;
        var after = Decision.Error;
        deep.Indexes.Flights.Computing = _ =>
        {
            deep.Indexes.Flights.Computing = null;
            deep.Tenant.DeleteAsync("doc:d#reader@user:bob").GetAwaiter().GetResult();
            after = Run(() => deep.Ask(deep.Head.Snapshot, View)).WaitAsync(s_patience, Token).GetAwaiter().GetResult();
        };
        Assert.Equal(Decision.Allowed, await Run(() => deep.Ask(before, View)));
        Assert.Equal(Decision.Denied, after);
    }

    [Fact]
    [Trait("Hazard", "H07")]
    public async Task A_request_whose_clock_is_past_the_end_of_a_grant_does_not_take_the_answer_of_one_before()
    {
        await using var deep = await DeepTenant.CreateAsync();
        var end = TestTenant.Start.AddMinutes(1).ToString("O");
        await deep.Tenant.TouchAsync("folder:a#parent@folder:b", $"folder:b#viewer@user:bob[expiration:{end}]");
        var snapshot = deep.Head.Snapshot;
        using var begun = new ManualResetEventSlim();
        deep.Indexes.Flights.Computing = flight =>
        {
            deep.Indexes.Flights.Computing = null;
            deep.Tenant.Time.Advance(TimeSpan.FromMinutes(1));
            begun.Set();
            Assert.True(SpinWait.SpinUntil(() => flight.Waiting == 1, s_patience));
        };
        var early = Run(() => deep.Ask(snapshot, "folder:a#view@user:bob"));
        Assert.True(begun.Wait(s_patience, Token));
        Assert.Equal(Decision.Denied, await Run(() => deep.Ask(snapshot, "folder:a#view@user:bob")));
        Assert.Equal(Decision.Allowed, await early);
    }

    private static Task<Decision> Run(Func<Decision> ask) => Task.Factory.StartNew(ask, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
