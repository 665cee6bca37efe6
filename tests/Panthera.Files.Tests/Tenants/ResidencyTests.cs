using System.Globalization;
using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Engines;

namespace Panthera.Files.Tests.Tenants;

public sealed class ResidencyTests : IAsyncLifetime
{
    private static readonly SubjectReference s_alice = SubjectReference.Parse("user:alice");

    private readonly TemporaryDirectory _directory = new();
    private PantheraStore _store = null!;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_least_recently_used_tenant_is_evicted_and_comes_back_whole()
    {
        await OpenAsync(budgetBytes: 80_000, share: 1);
        await CreateAsync("old", "new");
        await WriteAsync("old", "/kept");
        await WriteAsync("new", "/kept");
        await WriteAsync("new", "/more");
        await _store.SettleResidencyAsync();
        Assert.Equal(1, _store.Residency().Tenants);
        Assert.Equal(["/kept"], await NamesAsync("old"));
        await _store.SettleResidencyAsync();
        Assert.Equal(["/kept", "/more"], await NamesAsync("new"));
        Assert.True(_store.Residency().Evictions >= 2);
    }

    [Fact]
    public async Task What_is_in_use_is_never_evicted_even_over_the_budget()
    {
        await OpenAsync(budgetBytes: 0, share: 1);
        await CreateAsync("used", "other");
        using (var lease = (await _store.RentTenantAsync("used")).Value)
        {
            await WriteAsync("other", "/a");
            await _store.SettleResidencyAsync();
            Assert.Equal(1, _store.Residency().Tenants);
            Assert.True(lease.Tenant.Files!.Stat(Caller.Operator, "/").IsAccepted);
        }

        await _store.SettleResidencyAsync();
        Assert.Equal(0, _store.Residency().Tenants);
    }

    [Fact]
    public async Task A_tenant_past_its_share_goes_before_smaller_ones_used_longer_ago()
    {
        await OpenAsync(budgetBytes: 150_000, share: 0.5);
        await CreateAsync("small", "large", "next");
        await WriteAsync("small", "/a");
        using (var lease = (await _store.RentTenantAsync("large")).Value)
        {
            for (var i = 0; i < 2000; i++) await WriteAsync(lease.Tenant, $"/f{i}");
        }

        await WriteAsync("next", "/a");
        await _store.SettleResidencyAsync();
        var loads = _store.Residency().Loads;
        await NamesAsync("small");
        Assert.Equal(loads, _store.Residency().Loads);
        await NamesAsync("large");
        Assert.Equal(loads + 1, _store.Residency().Loads);
    }

    [Fact]
    public async Task A_kept_tenant_stays_and_a_closed_store_opens_none()
    {
        await OpenAsync(budgetBytes: 0, share: 1);
        await CreateAsync("kept", "other");
        var kept = (await _store.OpenTenantAsync("kept")).Value;
        await WriteAsync("other", "/a");
        await _store.SettleResidencyAsync();
        await WriteAsync(kept, "/still-open");
        await _store.DisposeAsync();
        var closed = await Assert.ThrowsAsync<StorageException>(async () => await _store.RentTenantAsync("kept"));
        Assert.Equal(StorageErrorCode.Closed, closed.Code);
    }

    [Fact]
    public async Task Dropping_a_tenant_in_use_refuses_its_holder()
    {
        await OpenAsync(budgetBytes: 1 << 20, share: 1);
        await CreateAsync("gone");
        using var lease = (await _store.RentTenantAsync("gone")).Value;
        _ = (await _store.DropTenantAsync("gone", CancellationToken.None)).Value;
        var refused = await Assert.ThrowsAsync<StorageException>(() => WriteAsync(lease.Tenant, "/late"));
        Assert.Equal(StorageErrorCode.Closed, refused.Code);
        Assert.Equal(RefusalCode.NotFound, (await _store.RentTenantAsync("gone")).Refusal!.Code);
        Assert.Equal(0, _store.Residency().Tenants);
    }

    [Fact]
    public async Task Under_constant_eviction_no_acknowledged_write_is_lost_and_no_tenant_has_two_writers()
    {
        await OpenAsync(budgetBytes: 0, share: 1);
        string[] names = ["t0", "t1", "t2", "t3"];
        await CreateAsync(names);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var name = names[(writer + i) % names.Length];
                await WriteAsync(name, string.Create(CultureInfo.InvariantCulture, $"/w{writer}-{i}"));
            }
        })));
        var written = 0;
        foreach (var name in names) written += (await NamesAsync(name)).Length;
        Assert.Equal(8 * 40, written);
        Assert.True(_store.Residency().Evictions > 0);
        var report = await _store.FsckAsync(null, CancellationToken.None);
        Assert.Empty(report.Problems);
    }

    private async Task OpenAsync(long budgetBytes, double share) =>
        _store = await PantheraStore.OpenAsync(new MemoryEngine(), new() { BlobDirectory = _directory.Data, MemoryBudgetBytes = budgetBytes, TenantShare = share }, CancellationToken.None);

    private async Task CreateAsync(params string[] names)
    {
        foreach (var name in names) _ = (await _store.CreateTenantAsync(name, s_alice, CancellationToken.None)).Value;
    }

    private async Task WriteAsync(string tenant, string path)
    {
        using var lease = (await _store.RentTenantAsync(tenant)).Value;
        await WriteAsync(lease.Tenant, path);
    }

    private static async Task WriteAsync(Tenant tenant, string path) =>
        _ = (await tenant.Files!.WriteAsync(Caller.Operator, path, new MemoryStream([1, 2, 3]), WriteOptions.Default, CancellationToken.None)).Value;

    private async Task<string[]> NamesAsync(string tenant)
    {
        using var lease = (await _store.RentTenantAsync(tenant)).Value;
        return [.. lease.Tenant.Files!.List(Caller.Operator, "/", new() { Limit = 10_000 }).Value.Entries.Select(entry => entry.Path.ToString())];
    }
}
