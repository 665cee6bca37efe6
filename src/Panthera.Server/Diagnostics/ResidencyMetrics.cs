using System.Diagnostics.Metrics;
using Panthera.Files;

namespace Panthera.Server.Diagnostics;

/// <summary>Which tenants are in memory, what they take, and how loads go on.</summary>
/// <remarks>All of it is read at once and kept for a moment, so that one look at the page measures the tenants once.</remarks>
internal sealed class ResidencyMetrics
{
    private static readonly TimeSpan s_kept = TimeSpan.FromMilliseconds(500);

    private readonly PantheraStore _store;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private ResidencyStatistics? _statistics;
    private long _takenAt;

    private ResidencyMetrics(PantheraStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    internal static void AddTo(Meter meter, PantheraStore store, TimeProvider time)
    {
        var residency = new ResidencyMetrics(store, time);
        meter.CreateObservableGauge("panthera.server.tenants.resident", () => residency.Now.Tenants, null, "Tenants in memory, those loading or closing included.");
        meter.CreateObservableGauge("panthera.server.tenants.loading", () => residency.Now.Loading, null, "Tenants that are being loaded.");
        meter.CreateObservableGauge("panthera.server.memory.resident", () => residency.Now.Bytes, "By", "What tenants in memory take.");
        meter.CreateObservableGauge("panthera.server.memory.budget", () => residency.Now.BudgetBytes, "By", "What they may take before some leave memory.");
        meter.CreateObservableCounter("panthera.server.tenants.loads", () => residency.Now.Loads, null, "Tenants loaded.");
        meter.CreateObservableCounter("panthera.server.tenants.loads.records", () => residency.Now.RecordsLoaded, null, "Records read by loads, those under way included.");
        meter.CreateObservableCounter("panthera.server.tenants.evictions", () => residency.Now.Evictions, null, "Tenants that left memory for others.");
        meter.CreateObservableCounter("panthera.server.tenants.evictions.failed", () => residency.Now.FailedEvictions, null, "Those whose closing failed.");
    }

    private ResidencyStatistics Now
    {
        get
        {
            lock (_lock)
            {
                if (_statistics is { } kept && _time.GetElapsedTime(_takenAt) < s_kept) return kept;
                _takenAt = _time.GetTimestamp();
                return _statistics = _store.Residency();
            }
        }
    }
}
