namespace Panthera.Cli.Demo;

/// <summary>A clock that the demo can put forward, so that an hour does not have to pass. Thread-safe.</summary>
internal sealed class DemoClock : TimeProvider
{
    private long _aheadTicks;

    /// <summary>Puts the clock forward.</summary>
    internal void Advance(TimeSpan duration) => Interlocked.Add(ref _aheadTicks, duration.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _aheadTicks));
}
