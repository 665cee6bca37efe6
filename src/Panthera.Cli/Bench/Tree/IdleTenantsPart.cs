using System.Globalization;
using Panthera.Files;
using Panthera.Files.Measurement;
using Panthera.Permissions;
using Panthera.Storage.RocksDb;

namespace Panthera.Cli.Bench.Tree;

/// <summary>What ten thousand small tenants take that nobody uses: in memory, and evicted.</summary>
internal static class IdleTenantsPart
{
    private const int FilesEach = 8;
    private const int Parallel = 64;
    private static readonly SubjectReference s_owner = SubjectReference.Parse("user:owner");
    private static readonly FilePath s_sample = FilePath.Parse("/docs/file-0").Value;

    // Small and fixed, so that what it holds is little beside the tenants.
    private static RocksDbEngineOptions EngineOptions => new() { BlockCacheBytes = 8 << 20, MemtableBytes = 8 << 20 };

    internal static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        context.Progress("idle tenants");
        var count = context.Size("tenants");
        var directory = Directory.CreateTempSubdirectory("panthera-bench-").FullName;
        try
        {
            await MakeAsync(directory, count, cancellationToken);
            var evicted = await MeasureAsync(directory, budgetBytes: 0, cancellationToken);
            context.Bytes("metadata.idle_tenant.bytes.evicted", evicted, $"growth of the resident set by opening the store, loading {FilesEach} files of each tenant and evicting them, a tenant; engine caches of 16 MiB included");
            var resident = await MeasureAsync(directory, budgetBytes: long.MaxValue, cancellationToken);
            context.Bytes("metadata.idle_tenant.bytes", resident, "the same with all tenants in memory, each having answered");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MakeAsync(string directory, int count, CancellationToken cancellationToken)
    {
        await using var store = await OpenAsync(directory, 0, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForAsync(0, count, options, async (i, token) =>
        {
            _ = (await store.CreateTenantAsync(NameOf(i), s_owner, token)).Value;
            using var lease = (await store.RentTenantAsync(NameOf(i))).Value;
            await TenantTrial.ImportAsync(lease.Tenant, Enumerable.Range(0, FilesEach).Select(static file => $"/docs/file-{file}\towner"), false, token);
        });
        await TenantTrial.SettleAsync(store);
    }

    private static async Task<double> MeasureAsync(string directory, long budgetBytes, CancellationToken cancellationToken)
    {
        ProcessMemory.Collect();
        var before = ProcessMemory.Resident();
        await using var store = await OpenAsync(directory, budgetBytes, cancellationToken);
        var tenants = store.Tenants;
        foreach (var tenant in tenants)
        {
            using var lease = (await store.RentTenantAsync(tenant.Id)).Value;
            if (!lease.Tenant.Files!.Check(Caller.Operator, s_owner, "read", s_sample).IsAccepted) throw new InvalidOperationException($"tenant `{tenant.Name}` does not answer");
        }

        await TenantTrial.SettleAsync(store);
        ProcessMemory.Collect();
        if (budgetBytes == 0 && store.Residency().Tenants > 1) throw new InvalidOperationException("tenants were not evicted");
        var grown = ProcessMemory.Resident() - before;
        GC.KeepAlive(store);
        return grown / (double)tenants.Count;
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"tenant-{number}");

    private static Task<PantheraStore> OpenAsync(string directory, long budgetBytes, CancellationToken cancellationToken) => PantheraStore.OpenAsync(
        RocksDbEngine.Open(Path.Combine(directory, "data"), EngineOptions),
        new PantheraStoreOptions { BlobDirectory = Path.Combine(directory, "blobs"), MemoryBudgetBytes = budgetBytes },
        cancellationToken);
}
