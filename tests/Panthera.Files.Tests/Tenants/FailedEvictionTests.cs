using Panthera.Files.Tenants;
using Panthera.Files.Tests.Support;

namespace Panthera.Files.Tests.Tenants;

/// <summary>An eviction whose closing fails, which no engine can bring about: a closing tenant's disk errors are expected.</summary>
public sealed class FailedEvictionTests
{
    [Fact]
    [Trait("Hazard", "H43")]
    public async Task Who_waits_for_a_closing_that_fails_is_given_the_tenant_loaded_again()
    {
        await using var test = await TestStore.CreateAsync();
        var closing = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var loads = 0;
        var closes = 0;
        await using var residents = new ResidentTenants(
            _ =>
            {
                loads++;
                return Task.FromResult(test.Tenant);
            },
            async _ =>
            {
                if (++closes > 1) return;
                begun.SetResult();
                await closing.Task;
                throw new InvalidOperationException("says the test");
            },
            budgetBytes: 0,
            tenantShare: 1);
        var record = new TenantRecord(test.Tenant.Info, null);
        residents.Return(await residents.RentAsync(record));
        await begun.Task;

        var waiting = residents.RentAsync(record).AsTask();
        Assert.False(waiting.IsCompleted);
        closing.SetResult();
        var residence = await waiting.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(2, loads);
        await residents.SettleAsync();
        Assert.Equal(1, residents.Statistics.FailedEvictions);
        Assert.Equal(1, residents.Statistics.Tenants);

        // The next eviction goes on as ever.
        residents.Return(residence);
        await residents.SettleAsync();
        Assert.Equal((2, 0, 1L), (closes, residents.Statistics.Tenants, residents.Statistics.FailedEvictions));
    }
}
