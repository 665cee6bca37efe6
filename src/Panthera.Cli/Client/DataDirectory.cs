using Panthera.Files;
using Panthera.Storage.RocksDb;

namespace Panthera.Cli.Client;

/// <summary>A data directory opened in this process: the engine, and the store on it.</summary>
internal static class DataDirectory
{
    /// <summary>Opens a data directory; it is created if it is missing.</summary>
    /// <exception cref="Storage.StorageException">It is locked, damaged, of another version, or cannot be used.</exception>
    internal static Task<PantheraStore> OpenAsync(string directory, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(directory, new PantheraStoreOptions { BlobDirectory = null, Time = time }, cancellationToken);

    /// <summary>Opens a data directory with options, of which its folders are put in place here.</summary>
    /// <exception cref="Storage.StorageException">It is locked, damaged, of another version, or cannot be used.</exception>
    internal static async Task<PantheraStore> OpenAsync(string directory, PantheraStoreOptions options, CancellationToken cancellationToken)
    {
        var engine = RocksDbEngine.Open(directory, new RocksDbEngineOptions());
        try
        {
            var placed = options with
            {
                BlobDirectory = Path.Combine(engine.DataPath, "blobs"),
                Storage = options.Storage with { CheckpointDirectory = Path.Combine(engine.DataPath, "checkpoints") },
            };
            return await PantheraStore.OpenAsync(engine, placed, cancellationToken);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}
