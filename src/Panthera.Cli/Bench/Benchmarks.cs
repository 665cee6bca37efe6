using Panthera.Cli.Bench.Graph;
using Panthera.Cli.Bench.Checks;
using Panthera.Cli.Bench.Smoke;
using Panthera.Cli.Bench.Tree;

namespace Panthera.Cli.Bench;

/// <summary>Every benchmark there is.</summary>
internal static class Benchmarks
{
    internal static readonly IReadOnlyList<IBenchmark> All = [new SmokeBenchmark(), new MetadataBenchmark(), new TenantsBenchmark(), new GraphBenchmark(), new Grpc.GrpcBenchmark(), new CheckBenchmark(), new BulkBenchmark(), new ListingBenchmark(), new LookupBenchmark(), new Leopard.LeopardBenchmark(), new Dispatch.ChurnBenchmark(), new Dispatch.HerdBenchmark()];
}
