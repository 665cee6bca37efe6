using Panthera.Files;
using Panthera.Storage;

namespace Panthera.Server.Hosting;

/// <summary>Whether the server should be sent requests.</summary>
internal sealed class Readiness
{
    private readonly PantheraStore _store;
    private volatile bool _isDraining;

    internal Readiness(PantheraStore store) => _store = store;

    /// <summary>Says no from now on.</summary>
    internal void Drain() => _isDraining = true;

    /// <summary>`ok`, `draining` or `unavailable`.</summary>
    internal string Status => _isDraining ? "draining" : IsStorageOpen() ? "ok" : "unavailable";

    private bool IsStorageOpen()
    {
        try
        {
            _store.EngineStatistics();
            return true;
        }
        catch (Exception exception) when (exception is StorageException or ObjectDisposedException)
        {
            return false;
        }
    }
}
