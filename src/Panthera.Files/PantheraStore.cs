using System.Diagnostics.CodeAnalysis;
using Panthera.Files.Checking;
using Panthera.Files.Content;
using Panthera.Files.Tenants;
using Panthera.Files.Tree;
using Panthera.Files.Writes;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Files;

/// <summary>An open data directory: its tenants, their files, and the access tokens.</summary>
/// <remarks>Thread-safe. Tenants are loaded on first use. Disposing it lets every tenant finish what it accepted, and closes the engine. It checks no rights:
/// whoever holds it is the operator; what tokens may do is for the server to ask.</remarks>
public sealed class PantheraStore : IAsyncDisposable
{
    private static readonly CommitOrigin OperatorOrigin = new("operator");

    private readonly TenantLogs _logs;
    private readonly TenantLog _system;
    private readonly BlobFiles _blobs;
    private readonly PantheraStoreOptions _options;
    private readonly ResidentTenants _residents;
    private int _disposed;

    private PantheraStore(TenantLogs logs, TenantLog system, BlobFiles blobs, PantheraStoreOptions options)
    {
        _logs = logs;
        _system = system;
        _blobs = blobs;
        _options = options;
        _residents = new(LoadAsync, CloseAsync, options.MemoryBudgetBytes, options.TenantShare);
    }

    /// <summary>The tenants, in the order of their numbers.</summary>
    public IReadOnlyList<TenantInfo> Tenants
    {
        get
        {
            List<TenantInfo> tenants = [];
            foreach (var (_, record) in System.Tenants) tenants.Add(record.Info);
            return tenants;
        }
    }

    /// <summary>The access tokens, in the order of their ids, expired ones included.</summary>
    public IReadOnlyList<AccessToken> Tokens
    {
        get
        {
            List<AccessToken> tokens = [];
            foreach (var (_, record) in System.Tokens) tokens.Add(record.Token);
            return tokens;
        }
    }

    /// <summary>The revision of the directory of tenants and tokens: a token that was found at it and does not expire is good as long as it is the newest.</summary>
    public Revision DirectoryRevision => _system.Published.Revision;

    private SystemState System => _system.Published.Of(SystemRoom.Instance);

    /// <summary>Opens a store, and finishes what a crash interrupted.</summary>
    /// <param name="engine">Where it is stored; owned from now on, also when opening fails.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up between steps.</param>
    /// <exception cref="StorageException">The storage cannot be read, or is damaged.</exception>
    public static async Task<PantheraStore> OpenAsync(IStorageEngine engine, PantheraStoreOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        var logs = new TenantLogs(engine, [PermissionsRoom.Instance, TreeRoom.Instance, SystemRoom.Instance], options.Storage, options.Time);
        try
        {
            var blobs = new BlobFiles(options.BlobDirectory);
            blobs.SweepTemporary();
            cancellationToken.ThrowIfCancellationRequested();
            var system = await logs.OpenAsync(TenantId.System).ConfigureAwait(false);
            var store = new PantheraStore(logs, system, blobs, options);
            foreach (var (dropped, _) in store.System.Dropped) await store.RemoveStorageAsync(new(dropped)).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await logs.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Creates a tenant with files: the built-in schema, and a root directory.</summary>
    /// <param name="name">`[a-z0-9][a-z0-9-]{0,62}`.</param>
    /// <param name="owner">Who owns the root: a user or agent.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="actor">Who the commit says did it: the token or admin that a server acts for; null for the operator.</param>
    public async Task<Outcome<TenantInfo>> CreateTenantAsync(string name, SubjectReference owner, CancellationToken cancellationToken, string? actor = null)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var created = await CommitAsync(new CreateTenantProposal(name, TenantKind.Files, owner), actor, cancellationToken).ConfigureAwait(false);
        if (!created.IsAccepted) return created;
        using var opened = (await RentTenantAsync(created.Value.Id).ConfigureAwait(false)).Value;
        return created;
    }

    /// <summary>Creates a tenant that has permissions only.</summary>
    /// <param name="name">`[a-z0-9][a-z0-9-]{0,62}`.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="actor">Who the commit says did it: the token or admin that a server acts for; null for the operator.</param>
    public Task<Outcome<TenantInfo>> CreateBareTenantAsync(string name, CancellationToken cancellationToken, string? actor = null) =>
        CommitAsync(new CreateTenantProposal(name, TenantKind.Bare, null), actor, cancellationToken);

    /// <summary>Drops a tenant at once, with its files, relationships and tokens; its name is free again, its number is not.</summary>
    /// <param name="name">Which.</param>
    /// <param name="cancellationToken">Gives up waiting for the first step; the rest is finished now or at the next start.</param>
    /// <param name="actor">Who the commit says did it: the token or admin that a server acts for; null for the operator.</param>
    public async Task<Outcome<TenantInfo>> DropTenantAsync(string name, CancellationToken cancellationToken, string? actor = null)
    {
        var dropped = await CommitAsync(new DropTenantProposal(name), actor, cancellationToken).ConfigureAwait(false);
        if (dropped.IsAccepted) await RemoveStorageAsync(dropped.Value.Id).ConfigureAwait(false);
        _residents.ReleaseMemory();
        return dropped;
    }

    /// <summary>Opens a tenant by name, loading it on first use, and keeps it in memory until the store is closed.</summary>
    /// <remarks>For a process that works with a few tenants. One that serves many rents them: <see cref="RentTenantAsync(string)"/>.</remarks>
    /// <exception cref="StorageException">It cannot be read, or is damaged: then nothing of it is answered.</exception>
    public async Task<Outcome<Tenant>> OpenTenantAsync(string name) => Kept(await RentTenantAsync(name).ConfigureAwait(false));

    /// <summary>Opens a tenant by number, and keeps it in memory until the store is closed.</summary>
    /// <exception cref="StorageException">It cannot be read, or is damaged: then nothing of it is answered.</exception>
    public async Task<Outcome<Tenant>> OpenTenantAsync(TenantId id) => Kept(await RentTenantAsync(id).ConfigureAwait(false));

    /// <summary>Takes a tenant into use by name, loading it if it is not in memory; it may be evicted once the lease is disposed.</summary>
    /// <exception cref="StorageException">It cannot be read, or is damaged: then nothing of it is answered.</exception>
    public ValueTask<Outcome<TenantLease>> RentTenantAsync(string name) => System.TryGetTenant(name, out var record)
        ? RentAsync(record)
        : new(new Refusal(RefusalCode.NotFound, $"there is no tenant `{name}`"));

    /// <summary>Takes a tenant into use by number.</summary>
    /// <exception cref="StorageException">It cannot be read, or is damaged: then nothing of it is answered.</exception>
    public ValueTask<Outcome<TenantLease>> RentTenantAsync(TenantId id) => System.TryGetTenant(id, out var record)
        ? RentAsync(record)
        : new(new Refusal(RefusalCode.NotFound, $"there is no tenant number {id}"));

    /// <summary>Mints an access token.</summary>
    /// <param name="scope">What it is for.</param>
    /// <param name="tenant">The tenant it is confined to; null for scope server.</param>
    /// <param name="subject">On whose behalf it acts; for scopes subject and tenant-admin.</param>
    /// <param name="expiresAt">When it ends; null for never.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="actor">Who the commit says did it: the token or admin that a server acts for; null for the operator.</param>
    public async Task<Outcome<MintedToken>> MintTokenAsync(TokenScope scope, string? tenant, SubjectReference? subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken, string? actor = null)
    {
        var secret = TokenSecret.New();
        var minted = await CommitAsync(new MintTokenProposal(scope, tenant, subject, expiresAt, TokenSecret.Hash(secret)), actor, cancellationToken).ConfigureAwait(false);
        return minted.IsAccepted ? new MintedToken(secret, minted.Value) : minted.Refusal;
    }

    /// <summary>Revokes an access token: from this commit on its secret opens nothing.</summary>
    /// <param name="id">The token.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="actor">Who the commit says did it: the token or admin that a server acts for; null for the operator.</param>
    public Task<Outcome<AccessToken>> RevokeTokenAsync(ulong id, CancellationToken cancellationToken, string? actor = null) =>
        CommitAsync(new RevokeTokenProposal(id), actor, cancellationToken);

    /// <summary>Finds the token of a secret.</summary>
    /// <param name="secret">What the client sent.</param>
    /// <param name="token">The token.</param>
    /// <returns>False if there is none, or it has expired.</returns>
    public bool TryAuthenticate(string secret, [NotNullWhen(true)] out AccessToken? token)
    {
        token = null;
        if (!TokenSecret.LooksLikeOne(secret) || !System.TryGetToken(TokenSecret.Hash(secret), out var record)) return false;
        if (record.Token.ExpiresAt <= _options.Time.GetUtcNow()) return false;
        token = record.Token;
        return true;
    }

    /// <summary>Reads and checks everything stored: every record, tree, relationship and content.</summary>
    /// <param name="progress">Told the entries checked so far.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<FsckReport> FsckAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        new StoreCheck(this, _logs, _blobs, progress).RunAsync(cancellationToken);

    /// <summary>Sizes and counters of the engine and the logs, by stable, dotted names.</summary>
    public IReadOnlyDictionary<string, long> EngineStatistics()
    {
        var statistics = new Dictionary<string, long>(_logs.Engine.Statistics()) { ["log.syncs"] = _logs.SyncCount };
        _logs.AddCheckpointStatistics(statistics);
        return statistics;
    }

    /// <summary>Which tenants are in memory, and what they take.</summary>
    public ResidencyStatistics Residency() => _residents.Statistics with { Loading = _logs.Loads.Running, RecordsLoaded = _logs.Loads.Records };

    /// <summary>Says how far the load of a tenant has come.</summary>
    /// <param name="id">The tenant.</param>
    /// <param name="records">Records read so far.</param>
    /// <returns>False if it is not being loaded.</returns>
    public bool TryGetLoadProgress(TenantId id, out long records) => _logs.Loads.TryGet(id, out records);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _logs.BeginClosing();
        try
        {
            await _residents.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            // Whatever went wrong in a tenant: what was accepted is written, and the engine is closed.
            await _logs.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits until no tenant is being evicted any more.</summary>
    internal Task SettleResidencyAsync() => _residents.SettleAsync();

    private static Outcome<Tenant> Kept(Outcome<TenantLease> rented) => rented.IsAccepted ? rented.Value.Tenant : rented.Refusal;

    private async ValueTask<Outcome<TenantLease>> RentAsync(TenantRecord record) =>
        new TenantLease(_residents, await _residents.RentAsync(record).ConfigureAwait(false));

    private async Task CloseAsync(Tenant tenant)
    {
        if (tenant.Files is { } files) await files.DisposeAsync().ConfigureAwait(false);
        await _logs.CloseAsync(tenant.Info.Id).ConfigureAwait(false);
    }

    private async Task<Tenant> LoadAsync(TenantRecord record)
    {
        var log = await _logs.OpenAsync(record.Info.Id).ConfigureAwait(false);
        var permissions = new PermissionStore(log, _options.Permissions, _options.Time, _blobs.UploadsDirectory ?? Path.GetTempPath());
        if (record.Info.Kind == TenantKind.Bare) return new(record.Info, log, permissions, null);

        var files = new FileStore(log, _blobs, _options.Files, _options.Permissions, _options.Time);
        if (!log.Published.Of(TreeRoom.Instance).IsPresent)
        {
            var initialized = await log.CommitAsync(new InitializeProposal(files.Room.Ids, record.RootOwner!), OperatorOrigin, CancellationToken.None).ConfigureAwait(false);
            _ = initialized.Outcome.Value;
        }

        // What an upload belongs to may not be seen yet.
        if (!log.MayBeBehind) OrphanedBlobs.Sweep(_blobs, record.Info.Id, files.Contents.Index);
        files.Start();
        return new(record.Info, log, permissions, files);
    }

    private async Task RemoveStorageAsync(TenantId tenant)
    {
        if (await _residents.RemoveAsync(tenant).ConfigureAwait(false) is { Files: { } files }) await files.DisposeAsync().ConfigureAwait(false);
        await _logs.DropAsync(tenant).ConfigureAwait(false);
        _blobs.DropTenant(tenant);
        await CommitAsync(new ForgetDroppedProposal(tenant), null, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<Outcome<T>> CommitAsync<T>(Proposal<T> proposal, string? actor, CancellationToken cancellationToken) =>
        (await _system.CommitAsync(proposal, actor is null ? OperatorOrigin : new(actor), cancellationToken).ConfigureAwait(false)).Outcome;
}
