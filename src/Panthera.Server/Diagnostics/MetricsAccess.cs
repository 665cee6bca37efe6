namespace Panthera.Server.Diagnostics;

/// <summary>Who may read `/metrics`, which asks for no token.</summary>
/// <remarks>Its labels name routes, methods, statuses and decisions: never a tenant, a subject or a path. Rates and volumes still tell a stranger
/// something, so only this machine reads them by default. A proxy on this machine makes everybody local: let it not pass `/metrics` on.</remarks>
public enum MetricsAccess
{
    /// <summary>Connections from this machine.</summary>
    Loopback,

    /// <summary>Anybody who can connect; for a network where only the collector can.</summary>
    Anyone,

    /// <summary>Nobody: there is no such page.</summary>
    Nobody,
}
