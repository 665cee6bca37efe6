namespace Panthera.Storage.Log;

/// <summary>The head of one tenant as it was when the present quantum was first asked for: what requests that accept staleness share.</summary>
/// <remarks>
/// <para>INVARIANT (one-snapshot): for the length of a quantum everybody is given the same state, never a mixture; the next quantum's is never older.</para>
/// <para>The quanta of tenants and nodes begin at different times, by a random number of tenths. A timer lets go of the state when its quantum ends, so that
/// one that nobody asks for again pins nothing. Thread-safe, without locks: whoever replaces the pin first decides the state.</para>
/// </remarks>
internal sealed class QuantizedHead : IDisposable
{
    private readonly TenantLog _log;
    private readonly TimeProvider _time;
    private readonly long _quantumTicks;
    private readonly long _offsetTicks;
    private readonly ITimer _release;
    private Pin? _pin;

    internal QuantizedHead(TenantLog log, TimeProvider time, TimeSpan quantum, int tenth)
    {
        _log = log;
        _time = time;
        _quantumTicks = quantum.Ticks;
        _offsetTicks = quantum.Ticks / 10 * tenth;
        _release = time.CreateTimer(static state => ((QuantizedHead)state!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The quantum's state, and the moment at which it was the head.</summary>
    internal (TenantState State, DateTimeOffset PinnedAt) Current()
    {
        var now = _time.GetUtcNow();
        if (_quantumTicks <= 0) return (_log.Published, now);
        var number = NumberOf(now);
        while (true)
        {
            var pin = Volatile.Read(ref _pin);
            if (pin is not null && pin.Number == number && pin.State.Epoch == _log.Published.Epoch) return (pin.State, pin.PinnedAt);
            var next = new Pin(number, _log.Published, now);
            if (Interlocked.CompareExchange(ref _pin, next, pin) != pin) continue;
            var end = ((number + 1) * _quantumTicks) + _offsetTicks - now.UtcTicks;
            _release.Change(TimeSpan.FromTicks(Math.Max(end, 0) + TimeSpan.TicksPerMillisecond), Timeout.InfiniteTimeSpan);
            return (next.State, next.PinnedAt);
        }
    }

    public void Dispose()
    {
        _release.Dispose();
        Volatile.Write(ref _pin, null);
    }

    private long NumberOf(DateTimeOffset now) => (now.UtcTicks - _offsetTicks) / _quantumTicks;

    private void Release()
    {
        var pin = Volatile.Read(ref _pin);
        if (pin is not null && pin.Number != NumberOf(_time.GetUtcNow())) Interlocked.CompareExchange(ref _pin, null, pin);
    }

    private sealed record Pin(long Number, TenantState State, DateTimeOffset PinnedAt);
}
