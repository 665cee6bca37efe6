using Panthera.Cli.Client;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Storage.Engines;

namespace Panthera.Cli.Bench;

/// <summary>A store with one tenant, made for a measurement and gone after it.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    internal const string TenantName = "bench";

    private readonly string _directory;

    private TemporaryStore(PantheraStore store, Tenant tenant, string directory)
    {
        Store = store;
        Tenant = tenant;
        _directory = directory;
    }

    internal PantheraStore Store { get; }

    internal Tenant Tenant { get; }

    internal FileStore Files => Tenant.Files!;

    internal static SubjectReference Owner { get; } = SubjectReference.Parse("user:owner");

    /// <param name="durable">On disk, as a server has it; else in memory, for what touches no disk anyway.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="permissions">How checks are answered, in memory; null for the defaults.</param>
    internal static async Task<TemporaryStore> CreateAsync(bool durable, CancellationToken cancellationToken, PermissionStoreOptions? permissions = null)
    {
        var directory = Directory.CreateTempSubdirectory("panthera-bench-").FullName;
        var data = Path.Combine(directory, "data");
        var store = durable
            ? await DataDirectory.OpenAsync(data, TimeProvider.System, cancellationToken)
            : await PantheraStore.OpenAsync(new MemoryEngine(), new PantheraStoreOptions { BlobDirectory = data, Permissions = permissions ?? new() }, cancellationToken);
        _ = (await store.CreateTenantAsync(TenantName, Owner, cancellationToken)).Value;
        return new(store, (await store.OpenTenantAsync(TenantName)).Value, directory);
    }

    /// <summary>Writes a small file; directories on the way are made.</summary>
    internal async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream(content, writable: false);
        _ = (await Files.WriteAsync(Caller.Operator, path, bytes, new WriteOptions { CreateParents = true }, cancellationToken)).Value;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }
}
