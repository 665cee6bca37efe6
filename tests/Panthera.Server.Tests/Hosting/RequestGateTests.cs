using Panthera.Server.Hosting;

namespace Panthera.Server.Tests.Hosting;

public sealed class RequestGateTests
{
    [Fact]
    [Trait("Hazard", "H39")]
    public async Task Beyond_the_places_and_the_queue_a_request_is_turned_away_at_once()
    {
        using var gate = new RequestGate(1, 1, TimeSpan.FromMinutes(1));
        Assert.True(await gate.TryEnterAsync(CancellationToken.None));
        var waiting = gate.TryEnterAsync(CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);

        Assert.False(await gate.TryEnterAsync(CancellationToken.None));

        gate.Leave();
        Assert.True(await waiting);
        gate.Leave();
        Assert.Equal(0, gate.Admitted);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_or_too_long_leaves_no_trace()
    {
        using var gate = new RequestGate(1, 5, TimeSpan.FromMilliseconds(1));
        Assert.True(await gate.TryEnterAsync(CancellationToken.None));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await gate.TryEnterAsync(cancelled.Token));
        Assert.False(await gate.TryEnterAsync(CancellationToken.None));

        Assert.Equal(1, gate.Admitted);
        gate.Leave();
        Assert.True(await gate.TryEnterAsync(CancellationToken.None));
    }
}
