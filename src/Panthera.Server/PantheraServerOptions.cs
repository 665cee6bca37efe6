using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Panthera.Server.Diagnostics;
using Panthera.Server.Grpc;
using Panthera.Server.Grpc.Testing;

namespace Panthera.Server;

/// <summary>Where a server listens, and its bounds; each has its reason.</summary>
public sealed record PantheraServerOptions
{
    /// <summary>The address to listen on. Loopback by default: there is no TLS yet, and bearer tokens must not cross a network in the clear.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes any free one, see <see cref="PantheraServer.Urls"/>.</summary>
    public int Port { get; init; } = 8180;

    /// <summary>The largest file body, in bytes. Bodies stream, so this bounds the disk that one request takes, not memory.</summary>
    public long MaxFileBodyBytes { get; init; } = 5L << 30;

    /// <summary>The largest JSON body, in bytes: these are held in memory.</summary>
    public int MaxJsonBodyBytes { get; init; } = 1 << 20;

    /// <summary>Requests that run at once; each holds buffers, and more than a few a core only adds waiting. Long streams take a place each.</summary>
    public int MaxRunningRequests { get; init; } = 512;

    /// <summary>Requests that wait for a place to run; beyond it the answer is 503 at once, so that a client goes elsewhere or comes back.</summary>
    public int MaxWaitingRequests { get; init; } = 1024;

    /// <summary>How long a request waits for a place to run before the answer is 503: a client would have given up on it.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections held open; each costs a socket and some kilobytes.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>How long a call that streams no content may take, its body included. Streams are bounded by their data rates instead.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the headers of a request may take to arrive, so that silent connections do not pile up.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an idle connection is kept for its next request: longer than a common proxy keeps its own.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>The slowest that a body may come or go, in bytes a second, after <see cref="DataRateGrace"/>: what a very bad link still manages.</summary>
    public double MinDataRate { get; init; } = 240;

    /// <summary>How long a body may be slower than <see cref="MinDataRate"/>.</summary>
    public TimeSpan DataRateGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop keeps listening while `/readyz` already says no, so that a load balancer sends nothing more. None by default.</summary>
    public TimeSpan DrainNotice { get; init; } = TimeSpan.Zero;

    /// <summary>How long a stop lets running requests finish before it cuts them off.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who may read `/metrics`.</summary>
    public MetricsAccess Metrics { get; init; } = MetricsAccess.Loopback;

    /// <summary>Where the permission API is served over gRPC; null for nowhere. Its HTTP form is always served.</summary>
    public GrpcOptions? Grpc { get; init; }

    /// <summary>Testing mode: unknown keys get a tenant of their own, over gRPC and its HTTP form. Null for none, which is what a server with data should have.</summary>
    public TestingOptions? Testing { get; init; }

    /// <summary>The largest message of the permission API's HTTP form, in bytes: the largest schema, and room around it.</summary>
    public int MaxGatewayMessageBytes { get; init; } = 8 << 20;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Receives the log: refused authentications as warnings, failures as errors, one line a request at debug. Never tokens or contents.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
