namespace Panthera.Cli.Bench;

/// <summary>A benchmark that `panthera bench` runs: it makes its own data from a seed, measures, and leaves nothing behind.</summary>
/// <remarks>Metric names are stable and dotted (`check.path.p50`): reports of different versions are compared by them. A benchmark that has more
/// than one part measures them one after the other, never beside each other.</remarks>
internal interface IBenchmark
{
    /// <summary>What `bench NAME` takes.</summary>
    string Name { get; }

    /// <summary>What it measures, in a sentence.</summary>
    string Summary { get; }

    /// <summary>How large its data is unless `--size` says otherwise.</summary>
    IReadOnlyDictionary<string, long> Sizes { get; }

    /// <summary>What `--part` may choose from; empty for a benchmark that is one.</summary>
    IReadOnlyList<string> Parts => [];

    /// <summary>Measures.</summary>
    /// <param name="context">Its bounds, and where its figures go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task RunAsync(BenchContext context, CancellationToken cancellationToken);
}
