using Panthera.Files;
using Panthera.Storage.RocksDb;

namespace Panthera.Cli.Client;

/// <summary>A data directory opened in this process: the engine, and the store on it.</summary>
internal static class DataDirectory
{
    /// <summary>Opens a data directory; it is created if it is missing.</summary>
    /// <exception cref="Storage.StorageException">It is locked, damaged, of another version, or cannot be used.</exception>
    internal static async Task<PantheraStore> OpenAsync(string directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var engine = RocksDbEngine.Open(directory, new RocksDbEngineOptions());
        try
        {
            var options = new PantheraStoreOptions
            {
                BlobDirectory = Path.Combine(engine.DataPath, "blobs"),
                Time = time,
                Storage = new() { CheckpointDirectory = Path.Combine(engine.DataPath, "checkpoints") },
            };
            return await PantheraStore.OpenAsync(engine, options, cancellationToken);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}
