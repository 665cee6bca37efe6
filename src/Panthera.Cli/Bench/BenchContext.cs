using Panthera.Cli.Output;

namespace Panthera.Cli.Bench;

/// <summary>The bounds of one run of a benchmark, and the figures that it gave.</summary>
/// <remarks>Used by one benchmark at a time.</remarks>
internal sealed class BenchContext
{
    private readonly List<BenchResult> _results = [];
    private readonly Dictionary<string, long> _sizes;
    private readonly Action<string> _progress;

    internal BenchContext(IReadOnlyDictionary<string, long> sizes, int seed, TimeSpan duration, string? source, Action<string> progress)
    {
        _sizes = new Dictionary<string, long>(sizes, StringComparer.Ordinal);
        _progress = progress;
        Seed = seed;
        Duration = duration;
        Source = source;
    }

    /// <summary>Where all randomness begins.</summary>
    internal int Seed { get; }

    /// <summary>How long each timed part may take.</summary>
    internal TimeSpan Duration { get; }

    /// <summary>A directory of real files; null for the benchmark's own choice.</summary>
    internal string? Source { get; }

    /// <summary>A file of real paths; null if none was given.</summary>
    internal string? Paths { get; init; }

    /// <summary>The parts to measure; empty for all.</summary>
    internal IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Whether to measure Redis beside.</summary>
    internal bool HasRedis { get; init; }

    /// <summary>The Redis server to use; null to start one.</summary>
    internal string? RedisAddress { get; init; }

    internal IReadOnlyDictionary<string, long> Sizes => _sizes;

    internal IReadOnlyList<BenchResult> Results => _results;

    /// <summary>A size as it is for this run.</summary>
    internal int Size(string name) => checked((int)_sizes[name]);

    /// <summary>Whether a part is to be measured.</summary>
    internal bool Includes(string part) => Parts.Count == 0 || Parts.Contains(part);

    /// <summary>States a size that turned out as it did.</summary>
    internal void SetSize(string name, long value) => _sizes[name] = value;

    /// <summary>Says what is going on.</summary>
    internal void Progress(string what) => _progress(what);

    internal void Nanoseconds(string metric, double value, string note) => Add(metric, value, "ns", note);

    internal void Rate(string metric, double value, string note) => Add(metric, value, "1/s", note);

    internal void Bytes(string metric, double value, string note) => Add(metric, value, "bytes", note);

    internal void Ratio(string metric, double value, string note) => Add(metric, value, "ratio", note);

    /// <summary>A value for people.</summary>
    internal static string Shown(BenchResult result) => result.Unit switch
    {
        "ns" => Numbers.Nanoseconds(result.Value),
        "1/s" => Numbers.Rate(result.Value),
        "bytes" => Numbers.Size((long)Math.Round(result.Value)),
        _ => Numbers.Digits(result.Value),
    };

    private void Add(string metric, double value, string unit, string note) => _results.Add(new(metric, value, unit, note));
}
