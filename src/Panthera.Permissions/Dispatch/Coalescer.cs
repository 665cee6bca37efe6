using System.Runtime.InteropServices;

namespace Panthera.Permissions.Dispatch;

/// <summary>The costly computations of a tenant that are under way, for whoever asks the same meanwhile.</summary>
/// <remarks>
/// <para>Guarded by _lock. Bounded by the threads that compute. A thread that computes never waits here, so that nobody waits for themselves, nor in a circle.</para>
/// <para>Nothing is kept: a flight leaves with whoever began it, whatever came of it.</para>
/// </remarks>
internal sealed class Coalescer
{
    [ThreadStatic]
    private static bool t_isComputing;

    private readonly Lock _lock = new();
    private readonly Dictionary<FlightKey, Flight> _flights = [];
    private long _joined;
    private long _computed;

    internal long Joined => Interlocked.Read(ref _joined);

    internal long Computed => Interlocked.Read(ref _computed);

    /// <summary>Called by whoever computes, before they do: where a test holds them.</summary>
    internal Action<Flight>? Computing { get; set; }

    /// <summary>Begins a computation, or finds the one under way.</summary>
    /// <returns>Null when this thread must compute by itself and for itself.</returns>
    internal Flight? Enter(in FlightKey key, long nowTicks, out bool isMine)
    {
        isMine = false;
        if (t_isComputing) return null;
        lock (_lock)
        {
            ref var flight = ref CollectionsMarshal.GetValueRefOrAddDefault(_flights, key, out var exists);
            if (exists) return flight;
            isMine = t_isComputing = true;
            return flight = new(nowTicks);
        }
    }

    /// <summary>Ends a computation that this thread began.</summary>
    internal void Leave(in FlightKey key, Flight flight)
    {
        t_isComputing = false;
        lock (_lock) _flights.Remove(key);
        flight.End();
    }

    internal void CountComputed() => Interlocked.Increment(ref _computed);

    internal void CountJoined() => Interlocked.Increment(ref _joined);
}
