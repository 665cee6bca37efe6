using Panthera.Cli.Bench.Graph;
using Panthera.Cli.Bench.Smoke;

namespace Panthera.Cli.Bench;

/// <summary>Every benchmark there is.</summary>
internal static class Benchmarks
{
    internal static readonly IReadOnlyList<IBenchmark> All = [new SmokeBenchmark(), new GraphBenchmark(), new Grpc.GrpcBenchmark()];
}
