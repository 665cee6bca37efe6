using System.Net;

namespace Panthera.Server.Grpc;

/// <summary>Where the gRPC form of the permission API listens, and its bounds; each has its reason.</summary>
public sealed record GrpcOptions
{
    /// <summary>The address to listen on. Loopback by default: there is no TLS yet, and bearer keys must not cross a network in the clear.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes any free one, see <see cref="PantheraServer.GrpcUrls"/>. Clients of the contract look for 50051.</summary>
    public int Port { get; init; } = 50051;

    /// <summary>The largest message, in bytes: the largest schema, and room around it. A client that has more sends more messages.</summary>
    public int MaxMessageBytes { get; init; } = 8 << 20;

    /// <summary>Calls at once on one connection; more than a client's own cores can make use of.</summary>
    public int MaxStreamsPerConnection { get; init; } = 256;

    /// <summary>How long a client may stop reading a stream while it works on what it has; a stream holds its moment all that time.</summary>
    public TimeSpan ReadPause { get; init; } = TimeSpan.FromMinutes(2);
}
