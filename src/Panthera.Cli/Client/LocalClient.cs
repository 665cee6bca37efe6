using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Storage;

namespace Panthera.Cli.Client;

/// <summary>A data directory opened in this process: as its operator, or with the rights of one subject.</summary>
/// <remarks>Thread-safe. The directory belongs to this process until the client is disposed.</remarks>
internal sealed class LocalClient : IPantheraClient
{
    private readonly PantheraStore _store;
    private readonly string? _tenantName;
    private readonly Caller _caller;
    private readonly Lazy<Task<FileStore>> _files;

    private LocalClient(PantheraStore store, string? tenantName, Caller caller)
    {
        _store = store;
        _tenantName = tenantName;
        _caller = caller;
        _files = new(OpenFilesAsync);
    }

    // Only the operator is believed about times past; a subject could backdate a write.
    public bool KeepsModificationTimes => _caller.Kind == CallerKind.Operator;

    internal static async Task<LocalClient> OpenAsync(string directory, string? tenant, Caller caller, TimeProvider time, CancellationToken cancellationToken) =>
        new(await DataDirectory.OpenAsync(directory, time, cancellationToken), tenant, caller);

    /// <summary>The operator of a store that is open already; disposing this closes the store.</summary>
    internal static LocalClient Of(PantheraStore store, string tenant) => new(store, tenant, Caller.Operator);

    /// <summary>The tenant's files, for what a command does with many calls.</summary>
    internal Task<FileStore> FilesAsync() => _files.Value;

    /// <summary>Syncs to disk since the directory was opened; 0 where the engine does not count them.</summary>
    internal long SyncCount => _store.EngineStatistics().GetValueOrDefault("log.syncs");

    public async Task<Outcome<FileEntry>> StatAsync(string path, CancellationToken cancellationToken) => (await _files.Value).Stat(_caller, path);

    public async Task<Outcome<EntryPage>> ListAsync(string path, ListOptions options, CancellationToken cancellationToken) =>
        (await _files.Value).List(_caller, path, options);

    public async Task<Outcome<FileEntry>> ReadAsync(string path, ByteRange? range, Stream destination, CancellationToken cancellationToken)
    {
        var opened = (await _files.Value).OpenRead(_caller, path);
        if (!opened.IsAccepted) return opened.Refusal;
        using var content = opened.Value;
        var (offset, count) = (0L, content.SizeBytes);
        if (range is { } part && !part.TryResolve(content.SizeBytes, out offset, out count))
            return new Refusal(RefusalCode.RangeNotSatisfiable, $"`{path}` has {content.SizeBytes} bytes; the range `{part}` lies outside of them");
        await content.CopyToAsync(destination, offset, count, cancellationToken);
        return content.Entry;
    }

    public async Task<Outcome<string>> HashAsync(string path, CancellationToken cancellationToken)
    {
        var opened = (await _files.Value).OpenRead(_caller, path);
        if (!opened.IsAccepted) return opened.Refusal;
        using var content = opened.Value;
        return content.Hash.ToString();
    }

    public async Task<Outcome<WriteResult>> WriteAsync(string path, Stream content, WriteOptions options, CancellationToken cancellationToken) =>
        await (await _files.Value).WriteAsync(_caller, path, content, options, cancellationToken);

    public async Task<Outcome<WriteResult>> MakeDirectoryAsync(string path, bool createParents, CancellationToken cancellationToken) =>
        await (await _files.Value).MakeDirectoryAsync(_caller, path, createParents, cancellationToken);

    public async Task<Outcome<ChangeResult>> MoveAsync(string from, string to, MoveOptions options, CancellationToken cancellationToken) =>
        await (await _files.Value).MoveAsync(_caller, from, to, options, cancellationToken);

    public async Task<Outcome<CopyResult>> CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        await (await _files.Value).CopyAsync(_caller, from, to, cancellationToken);

    public async Task<Outcome<ChangeResult>> DeleteAsync(string path, DeleteOptions options, CancellationToken cancellationToken) =>
        await (await _files.Value).DeleteAsync(_caller, path, options, cancellationToken);

    public async Task<Outcome<ChangeResult>> GrantAsync(
        string path, string relation, SubjectReference subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        await (await _files.Value).GrantAsync(_caller, path, relation, subject, expiresAt, cancellationToken);

    public async Task<Outcome<ChangeResult>> RevokeAsync(string path, string relation, SubjectReference subject, CancellationToken cancellationToken) =>
        await (await _files.Value).RevokeAsync(_caller, path, relation, subject, cancellationToken);

    public async Task<Outcome<IReadOnlyList<Grant>>> GrantsAsync(string path, CancellationToken cancellationToken) =>
        (await _files.Value).Grants(_caller, path);

    public async Task<Outcome<ChangeResult>> ChangeOwnerAsync(string path, SubjectReference owner, CancellationToken cancellationToken) =>
        await (await _files.Value).ChangeOwnerAsync(_caller, path, owner, cancellationToken);

    public async Task<Outcome<ChangeResult>> CreateGroupAsync(string group, SubjectReference? manager, CancellationToken cancellationToken) =>
        await (await _files.Value).CreateGroupAsync(_caller, group, manager, cancellationToken);

    public async Task<Outcome<ChangeResult>> AddGroupMemberAsync(
        string group, SubjectReference member, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        await (await _files.Value).AddGroupMemberAsync(_caller, group, member, expiresAt, cancellationToken);

    public async Task<Outcome<ChangeResult>> RemoveGroupMemberAsync(string group, SubjectReference member, CancellationToken cancellationToken) =>
        await (await _files.Value).RemoveGroupMemberAsync(_caller, group, member, cancellationToken);

    public async Task<Outcome<CheckAnswer>> CheckAsync(SubjectReference subject, string permission, string path, CancellationToken cancellationToken) =>
        (await _files.Value).Check(_caller, subject, permission, path);

    public async Task<Outcome<FileExplanation>> ExplainAsync(SubjectReference subject, string permission, string path, CancellationToken cancellationToken) =>
        (await _files.Value).Explain(_caller, subject, permission, path);

    public Task<Outcome<TenantInfo>> CreateTenantAsync(string name, SubjectReference? owner, CancellationToken cancellationToken)
    {
        RequireOperator("creates tenants");
        return owner is null ? _store.CreateBareTenantAsync(name, cancellationToken) : _store.CreateTenantAsync(name, owner, cancellationToken);
    }

    public Task<Outcome<TenantInfo>> DropTenantAsync(string name, CancellationToken cancellationToken)
    {
        RequireOperator("drops tenants");
        return _store.DropTenantAsync(name, cancellationToken);
    }

    public Task<Outcome<IReadOnlyList<TenantInfo>>> TenantsAsync(CancellationToken cancellationToken)
    {
        RequireOperator("lists tenants");
        return Task.FromResult<Outcome<IReadOnlyList<TenantInfo>>>(_store.Tenants.ToArray());
    }

    public async Task<Outcome<NamedToken>> MintTokenAsync(
        TokenScope scope, string? tenant, SubjectReference? subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        RequireOperator("mints tokens");
        var minted = await _store.MintTokenAsync(scope, tenant, subject, expiresAt, cancellationToken);
        return minted.IsAccepted ? Named(minted.Value.Token) with { Secret = minted.Value.Secret } : minted.Refusal;
    }

    public async Task<Outcome<NamedToken>> RevokeTokenAsync(ulong id, CancellationToken cancellationToken)
    {
        RequireOperator("revokes tokens");
        var revoked = await _store.RevokeTokenAsync(id, cancellationToken);
        return revoked.IsAccepted ? Named(revoked.Value) : revoked.Refusal;
    }

    public Task<Outcome<IReadOnlyList<NamedToken>>> TokensAsync(CancellationToken cancellationToken)
    {
        RequireOperator("lists tokens");
        return Task.FromResult<Outcome<IReadOnlyList<NamedToken>>>(_store.Tokens.Select(Named).ToArray());
    }

    public async Task<IReadOnlyDictionary<string, long>> StatisticsAsync(CancellationToken cancellationToken)
    {
        RequireOperator("reads statistics");
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["tenants"] = _store.Tenants.Count };
        foreach (var (name, value) in _store.EngineStatistics()) counts[$"engine.{name}"] = value;
        if (_tenantName is null && _store.Tenants.Count != 1) return counts;

        var files = await _files.Value;
        var residency = _store.Residency();
        counts["memory.budget.bytes"] = residency.BudgetBytes;
        counts["memory.resident.bytes"] = residency.Bytes;
        counts["memory.resident.tenants"] = residency.Tenants;
        counts["memory.evictions"] = residency.Evictions;
        counts["memory.evictions.failed"] = residency.FailedEvictions;
        counts["memory.loads"] = residency.Loads;
        counts["memory.loads.records"] = residency.RecordsLoaded;
        var statistics = files.Statistics();
        counts["tenant.inodes"] = statistics.Inodes;
        counts["tenant.contents"] = statistics.Contents;
        counts["tenant.contents.unreferenced"] = statistics.UnreferencedContents;
        counts["tenant.trees.unpurged"] = statistics.UnpurgedTrees;
        var memory = files.Memory();
        counts["tenant.memory.bytes"] = memory.TotalBytes;
        counts["tenant.memory.per_entry.bytes"] = (long)Math.Round(memory.BytesPerEntry);
        counts["tenant.memory.inodes.bytes"] = memory.Inodes;
        counts["tenant.memory.names.bytes"] = memory.Names;
        counts["tenant.memory.index.bytes"] = memory.Index;
        counts["tenant.memory.owners.bytes"] = memory.Owners;
        counts["tenant.memory.contents.bytes"] = memory.Contents;
        counts["tenant.memory.rare.bytes"] = memory.Rare;
        counts["tenant.memory.directories.bytes"] = memory.Directories;
        counts["tenant.memory.superseded.bytes"] = memory.Superseded;
        counts["tenant.memory.slack.bytes"] = memory.Slack;
        counts["tenant.relationships"] = statistics.Relationships;
        foreach (var (piece, counters) in (await OpenTenantAsync()).Permissions.PieceCounters)
        {
            var name = $"tenant.permissions.{piece.ToString().ToLowerInvariant()}";
            counts[$"{name}.hits"] = counters.Hits;
            counts[$"{name}.misses"] = counters.Misses;
            counts[$"{name}.joined"] = counters.Joined;
            counts[$"{name}.invalidated"] = counters.Invalidated;
            counts[$"{name}.invalidated.falsely"] = counters.FalselyInvalidated;
            counts[$"{name}.lag"] = counters.Lag;
            counts[$"{name}.bytes"] = counters.Bytes;
        }

        counts["tenant.revision"] = (long)statistics.Revision;
        return counts;
    }

    public async Task<Outcome<string>> ReadSchemaAsync(CancellationToken cancellationToken)
    {
        RequireOperator("reads the schema");
        var answer = await (await OpenTenantAsync()).Permissions.ReadSchemaAsync(Consistency.FullyConsistent, cancellationToken);
        return answer.IsAccepted ? answer.Value.Schema.Text : answer.Refusal;
    }

    public async Task<Outcome<string>> WriteSchemaAsync(string schema, CancellationToken cancellationToken)
    {
        RequireOperator("replaces the schema");
        var written = await (await OpenTenantAsync()).Permissions.WriteSchemaAsync(schema, cancellationToken);
        return written.IsAccepted ? written.Value.ToString() : written.Refusal;
    }

    public Task<FsckReport> FsckAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        RequireOperator("checks everything");
        return _store.FsckAsync(progress, cancellationToken);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<FileStore> OpenFilesAsync()
    {
        var tenant = await OpenTenantAsync();
        return tenant.Files ?? throw new UsageException($"tenant `{tenant.Info.Name}` is bare: it has permissions only, and no files");
    }

    private async Task<Tenant> OpenTenantAsync()
    {
        var name = _tenantName ?? _store.Tenants switch
        {
            [var only] => only.Name,
            [] => throw new UsageException("there is no tenant yet; make one with `panthera tenant create NAME --owner user:alice`"),
            _ => throw new UsageException($"which tenant? give `--tenant NAME`; there are {Names(_store.Tenants)}"),
        };
        return (await _store.OpenTenantAsync(name)).Value;
    }

    private static string Names(IReadOnlyList<TenantInfo> tenants)
    {
        // A message is no listing: ten names show what is meant.
        var shown = string.Join(", ", tenants.Take(10).Select(static tenant => $"`{tenant.Name}`"));
        return tenants.Count > 10 ? $"{shown} and {tenants.Count - 10} more" : shown;
    }

    private void RequireOperator(string does)
    {
        if (_caller.Kind != CallerKind.Operator) throw new UsageException($"only the operator {does}; leave out `--as {_caller.Subject}`");
    }

    private NamedToken Named(AccessToken token)
    {
        var tenant = token.Tenant is { } id ? _store.Tenants.FirstOrDefault(known => known.Id == id)?.Name ?? $"#{id}" : null;
        return new(token.Id, token.Scope, tenant, token.Subject?.ToString(), token.CreatedAt, token.ExpiresAt);
    }
}
