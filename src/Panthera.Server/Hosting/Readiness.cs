using Panthera.Files;
using Panthera.Storage;

namespace Panthera.Server.Hosting;

/// <summary>Whether the server should be sent requests.</summary>
internal sealed class Readiness
{
    private readonly PantheraStore _store;
    private int _isDraining;

    internal Readiness(PantheraStore store) => _store = store;

    /// <summary>Says no from now on.</summary>
    /// <returns>False if it did so already.</returns>
    internal bool TryDrain() => Interlocked.Exchange(ref _isDraining, 1) == 0;

    /// <summary>`ok`, `draining` or `unavailable`.</summary>
    internal string Status => Volatile.Read(ref _isDraining) != 0 ? "draining" : IsStorageOpen() ? "ok" : "unavailable";

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
