using BenchmarkDotNet.Attributes;
using Panthera.Storage;
using Panthera.Storage.Log;
using Panthera.Storage.RocksDb;

namespace Panthera.Benchmarks.Storage;

/// <summary>Durable commits on RocksDB: what one caller gets, and what group commit makes of many.</summary>
/// <remarks>A commit's time is the disk's sync divided by those who share it, so figures compare only on one disk.</remarks>
[SimpleJob(warmupCount: 2, iterationCount: 5, invocationCount: 1)]
[MemoryDiagnoser]
public class CommitBenchmarks : IAsyncDisposable
{
    private const int CommitsPerRun = 4096;

    private static readonly CommitOrigin Origin = new("user:bench");

    private readonly SettingsRoom _room = new();
    private string _directory = "";
    private TenantLogs _logs = null!;
    private TenantLog[] _tenants = [];

    /// <summary>Callers that each wait for their commit before the next.</summary>
    [Params(1, 64)]
    public int Committers { get; set; }

    /// <summary>Tenants that the callers are spread over.</summary>
    [Params(1, 8)]
    public int Tenants { get; set; }

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _directory = Directory.CreateTempSubdirectory("panthera-bench-").FullName;
        _logs = new(RocksDbEngine.Open(Path.Combine(_directory, "data"), new()), [_room], new(), TimeProvider.System);
        _tenants = await Task.WhenAll(Enumerable.Range(1, Tenants).Select(tenant => _logs.OpenAsync(new((ulong)tenant))));
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        Console.WriteLine($"// syncs: {_logs.SyncCount}, commits: {_tenants.Sum(tenant => (long)tenant.Published.Revision.Value)}");
        await _logs.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = CommitsPerRun)]
    public Task CommitAsync() => Task.WhenAll(Enumerable.Range(0, Committers).Select(caller => Task.Run(async () =>
    {
        var tenant = _tenants[caller % Tenants];
        for (var i = 0; i < CommitsPerRun / Committers; i++)
            await tenant.CommitAsync(new Replace(_room, (ulong)(caller * CommitsPerRun) + (ulong)i), Origin, CancellationToken.None);
    })));

    private sealed class Replace(SettingsRoom room, ulong key) : Proposal<ulong>
    {
        public override Outcome<ulong> Run(Draft draft)
        {
            draft.Yield(new SettingRecord(key, draft.Of(room).Of(key) + 1));
            return key;
        }
    }
}
