using System.Collections.Concurrent;
using System.Globalization;
using Panthera.Files;
using Panthera.Storage;
using Panthera.Storage.Engines;

namespace Panthera.Server.Grpc.Testing;

/// <summary>The tenants of testing mode: one a key, in memory only, apart from everything that is stored.</summary>
/// <remarks>Lock-free but for the making of a tenant, which each key waits for once.</remarks>
internal sealed class TestingTenants : IAsyncDisposable
{
    // A key is held as long as its tenant: no longer than a header should be.
    private const int MaxKeyLength = 1024;

    private readonly ConcurrentDictionary<string, Lazy<Task<TenantId>>> _tenants = new(StringComparer.Ordinal);
    private readonly PantheraStore _store;
    private readonly int _maxTenants;
    private int _reserved;

    private TestingTenants(PantheraStore store, int maxTenants)
    {
        _store = store;
        _maxTenants = maxTenants;
    }

    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    internal static async Task<TestingTenants> OpenAsync(TestingOptions options, TimeProvider time)
    {
        var memory = new PantheraStoreOptions
        {
            BlobDirectory = null,
            Time = time,
            // Tests read what they have just written, whatever consistency they ask for.
            Storage = new() { StalenessQuantum = TimeSpan.Zero },
        };
        return new(await PantheraStore.OpenAsync(new MemoryEngine(), memory, CancellationToken.None).ConfigureAwait(false), options.MaxTenants);
    }

    /// <summary>Finds the tenant of a key, and makes it on first use.</summary>
    internal async ValueTask<Outcome<TenantLease>> RentAsync(string key)
    {
        if (_tenants.TryGetValue(key, out var known)) return await RentAsync(known).ConfigureAwait(false);
        if (key.Length > MaxKeyLength) return new Refusal(RefusalCode.InvalidArgument, $"a key has at most {MaxKeyLength} characters");
        if (Interlocked.Increment(ref _reserved) > _maxTenants)
        {
            Interlocked.Decrement(ref _reserved);
            return new Refusal(RefusalCode.LimitExceeded, $"testing mode has its {_maxTenants} tenants already; use a key that was used before, or start the server anew");
        }

        var added = new Lazy<Task<TenantId>>(MakeAsync);
        var kept = _tenants.GetOrAdd(key, added);
        // Somebody else brought the same key at the same time.
        if (kept != added) Interlocked.Decrement(ref _reserved);
        return await RentAsync(kept).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async ValueTask<Outcome<TenantLease>> RentAsync(Lazy<Task<TenantId>> made) => await _store.RentTenantAsync(await made.Value.ConfigureAwait(false)).ConfigureAwait(false);

    private async Task<TenantId> MakeAsync()
    {
        var name = "key-" + Guid.NewGuid().ToString("n", CultureInfo.InvariantCulture);
        return (await _store.CreateBareTenantAsync(name, CancellationToken.None).ConfigureAwait(false)).Value.Id;
    }
}
