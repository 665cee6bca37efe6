using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Panthera.Server.Hosting;

/// <summary>Gives the web server its address and bounds.</summary>
internal static class KestrelSetup
{
    // A path of 4,096 bytes, each percent-encoded, and a query beside it.
    private const int MaxRequestLineBytes = (3 * 4096) + 4096;

    internal static void Apply(KestrelServerOptions kestrel, PantheraServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        var limits = kestrel.Limits;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxRequestBodySize = options.MaxFileBodyBytes;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.RequestHeadersTimeout = options.HeadersTimeout;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.MinRequestBodyDataRate = new(options.MinDataRate, options.DataRateGrace);
        limits.MinResponseDataRate = new(options.MinDataRate, options.DataRateGrace);
    }
}
