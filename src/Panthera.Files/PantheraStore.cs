using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Engines;

namespace Panthera.Files;

/// <summary>An open data directory: its tenants, their files, and the access tokens.</summary>
/// <remarks>Thread-safe. Disposing it drains every tenant and closes the engine.</remarks>
public sealed class PantheraStore : IAsyncDisposable
{
    public static Task<PantheraStore> OpenAsync(IStorageEngine engine, PantheraStoreOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    public IReadOnlyList<TenantInfo> Tenants => throw new NotImplementedException();

    public Task<Outcome<TenantInfo>> CreateTenantAsync(string name, SubjectReference owner, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<TenantInfo>> CreateBareTenantAsync(string name, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<TenantInfo>> DropTenantAsync(string name, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<Tenant>> OpenTenantAsync(string name) => throw new NotImplementedException();

    public Task<Outcome<Tenant>> OpenTenantAsync(TenantId id) => throw new NotImplementedException();

    public Task<Outcome<MintedToken>> MintTokenAsync(TokenScope scope, string? tenant, SubjectReference? subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<AccessToken>> RevokeTokenAsync(ulong id, CancellationToken cancellationToken) => throw new NotImplementedException();

    public IReadOnlyList<AccessToken> Tokens => throw new NotImplementedException();

    public bool TryAuthenticate(string secret, out AccessToken? token) => throw new NotImplementedException();

    public Task<FsckReport> FsckAsync(IProgress<long>? progress, CancellationToken cancellationToken) => throw new NotImplementedException();

    public IReadOnlyDictionary<string, long> EngineStatistics() => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
