using System.Diagnostics;
using System.Diagnostics.Metrics;
using Panthera.Files;
using Panthera.Storage;

namespace Panthera.Server.Diagnostics;

/// <summary>Counts what the server does.</summary>
/// <remarks>Labels come from closed sets (routes, methods, statuses, codes): never a tenant, a subject or a path, which would tell names and grow without bound.</remarks>
internal sealed class ServerMetrics : IDisposable
{
    internal const string MeterName = "Panthera.Server";

    // From a cached small read to the longest call that is not a stream.
    private static readonly double[] s_seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private static readonly string[] s_statuses = [.. Enumerable.Range(0, 600).Select(status => status.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<int> _running;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _checks;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _unauthenticated;
    private readonly Counter<long> _turnedAway;

    internal ServerMetrics(PantheraStore store, TimeProvider time)
    {
        _duration = _meter.CreateHistogram("panthera.server.request.duration", "s", "Time to answer a request.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_seconds });
        _running = _meter.CreateUpDownCounter<int>("panthera.server.requests.running", null, "Requests that run now.");
        _received = _meter.CreateCounter<long>("panthera.server.content.received", "By", "Bytes of contents received.");
        _sent = _meter.CreateCounter<long>("panthera.server.content.sent", "By", "Bytes of contents sent.");
        _checks = _meter.CreateCounter<long>("panthera.server.checks", null, "Checks asked for, by decision; those that file operations make are not counted.");
        _commits = _meter.CreateCounter<long>("panthera.server.commits", null, "Commits that requests made, by operation.");
        _refusals = _meter.CreateCounter<long>("panthera.server.refusals", null, "Operations refused, by code.");
        _unauthenticated = _meter.CreateCounter<long>("panthera.server.authentication.failures", null, "Requests without a valid access token.");
        _turnedAway = _meter.CreateCounter<long>("panthera.server.requests.turned_away", null, "Requests answered with 503 as too many were running.");
        ResidencyMetrics.AddTo(_meter, store, time);
    }

    internal void Received(long bytes) => _received.Add(bytes);

    internal void Sent(long bytes) => _sent.Add(bytes);

    internal void Checked(string decision) => _checks.Add(1, new KeyValuePair<string, object?>("decision", decision));

    internal void Committed(string operation) => _commits.Add(1, new KeyValuePair<string, object?>("operation", operation));

    internal void Refused(RefusalCode code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", CodeNames.Of(code)));

    internal void Unauthenticated() => _unauthenticated.Add(1);

    internal void TurnedAway() => _turnedAway.Add(1);

    internal void Started() => _running.Add(1);

    internal void Ended(string route, string method, int status, TimeSpan duration)
    {
        _running.Add(-1);
        var tags = new TagList { { "route", route }, { "method", method }, { "status", s_statuses[Math.Clamp(status, 0, s_statuses.Length - 1)] } };
        _duration.Record(duration.TotalSeconds, tags);
    }

    public void Dispose() => _meter.Dispose();
}
