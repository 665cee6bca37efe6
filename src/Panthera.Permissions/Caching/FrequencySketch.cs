namespace Panthera.Permissions.Caching;

/// <summary>About how often keys were asked for lately: a count-min sketch that halves as it goes on.</summary>
/// <remarks>After TinyLFU (Einziger, Friedman, Manes, 2017). Racy on purpose: a lost step makes an estimate a little smaller. What decides whether a new answer is
/// worth the place of an old one, so that a scan, which asks for each key once, pushes out nothing that is asked for again.</remarks>
internal sealed class FrequencySketch
{
    private const byte Most = 15;

    private readonly byte[] _counts;
    private readonly int _period;
    private int _steps;

    internal FrequencySketch(int slots)
    {
        _counts = new byte[slots * 4];
        _period = slots * 10;
    }

    internal long ResidentBytes => _counts.Length;

    internal void Add(uint hash)
    {
        Step(ref _counts[First(hash)]);
        Step(ref _counts[Second(hash)]);
        if (++_steps < _period) return;
        _steps = 0;
        foreach (ref var count in _counts.AsSpan()) count >>= 1;
    }

    internal int Of(uint hash) => Math.Min(_counts[First(hash)], _counts[Second(hash)]);

    private static void Step(ref byte count)
    {
        if (count < Most) count++;
    }

    private uint First(uint hash) => hash & (uint)(_counts.Length - 1);

    private uint Second(uint hash) => (hash * 0x9E3779B1 >> 7) & (uint)(_counts.Length - 1);
}
