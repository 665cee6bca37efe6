using System.Diagnostics;

namespace Panthera.Cli.Bench;

/// <summary>Single durations, each timed on its own, and their percentiles.</summary>
/// <remarks>Confined to one thread. What reading the clock costs (some 20-40 ns) is in each of them, and is not taken off.</remarks>
internal sealed class Durations
{
    private static readonly double TickNanoseconds = 1e9 / Stopwatch.Frequency;

    private readonly List<long> _ticks;
    private bool _isSorted;

    internal Durations(int capacity) => _ticks = new List<long>(capacity);

    internal int Count => _ticks.Count;

    /// <summary>Takes the time from a timestamp to now.</summary>
    internal void AddSince(long timestamp)
    {
        _ticks.Add(Stopwatch.GetTimestamp() - timestamp);
        _isSorted = false;
    }

    /// <summary>The duration that a part of all stays within, in nanoseconds.</summary>
    internal double Percentile(double part)
    {
        if (!_isSorted) _ticks.Sort();
        _isSorted = true;
        return _ticks[Math.Min(_ticks.Count - 1, (int)(part * _ticks.Count))] * TickNanoseconds;
    }
}
