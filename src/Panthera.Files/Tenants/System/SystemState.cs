using System.Diagnostics.CodeAnalysis;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Files.Tenants;

/// <summary>The directory of tenants and the access tokens: the state of tenant 0.</summary>
internal sealed record SystemState : IRoomState
{
    private PersistentMap<ulong, TenantRecord, UInt64Comparer> _tenants;
    private PersistentMap<string, ulong, OrdinalComparer> _byName;
    private PersistentMap<ulong, TokenRecord, UInt64Comparer> _tokens;
    private PersistentMap<string, ulong, OrdinalComparer> _bySecretHash;
    private PersistentMap<ulong, byte, UInt64Comparer> _dropped;

    internal static SystemState Empty { get; } = new();

    /// <summary>The next tenant number; 0 is this tenant's own.</summary>
    internal ulong NextTenant { get; private init; } = 1;

    internal ulong NextToken { get; private init; } = 1;

    internal PersistentMap<ulong, TenantRecord, UInt64Comparer> Tenants => _tenants;

    internal PersistentMap<ulong, TokenRecord, UInt64Comparer> Tokens => _tokens;

    internal PersistentMap<ulong, byte, UInt64Comparer> Dropped => _dropped;

    /// <inheritdoc/>
    /// <remarks>The system tenant is never evicted, so that nobody asks.</remarks>
    public long ResidentBytes => 0;

    internal bool TryGetTenant(string name, [NotNullWhen(true)] out TenantRecord? tenant)
    {
        tenant = null;
        return _byName.TryGetValue(name, out var id) && _tenants.TryGetValue(id, out tenant);
    }

    internal bool TryGetTenant(TenantId id, [NotNullWhen(true)] out TenantRecord? tenant) => _tenants.TryGetValue(id.Value, out tenant);

    internal bool TryGetToken(ulong id, [NotNullWhen(true)] out TokenRecord? token) => _tokens.TryGetValue(id, out token);

    internal bool TryGetToken(string secretHash, [NotNullWhen(true)] out TokenRecord? token)
    {
        token = null;
        return _bySecretHash.TryGetValue(secretHash, out var id) && _tokens.TryGetValue(id, out token);
    }

    /// <inheritdoc/>
    public IRoomState Apply(IRecord record, EditToken edit)
    {
        var next = this with { };
        switch (record)
        {
            case TenantRecord tenant: next.ApplyTenant(tenant, edit); break;
            case TokenRecord token: next.ApplyToken(token, edit); break;
            case CounterRecord { Counter: SystemCounter.Tenant } counter: return next with { NextTenant = counter.Next };
            case CounterRecord counter: return next with { NextToken = counter.Next };
            case DroppedRecord { IsRemoval: false } dropped: next._dropped = _dropped.Set(dropped.Tenant.Value, 0, edit); break;
            case DroppedRecord gone: next._dropped = _dropped.Remove(gone.Tenant.Value, edit); break;
            default: throw new ArgumentException($"record kind {record.Kind.Value} is not of the system room", nameof(record));
        }

        return next;
    }

    private void ApplyTenant(TenantRecord record, EditToken edit)
    {
        var id = record.Info.Id.Value;
        if (_tenants.TryGetValue(id, out var before)) _byName = _byName.Remove(before.Info.Name, edit);
        if (record.IsRemoval)
        {
            _tenants = _tenants.Remove(id, edit);
            return;
        }

        _tenants = _tenants.Set(id, record, edit);
        _byName = _byName.Set(record.Info.Name, id, edit);
    }

    private void ApplyToken(TokenRecord record, EditToken edit)
    {
        var id = record.Token.Id;
        if (_tokens.TryGetValue(id, out var before)) _bySecretHash = _bySecretHash.Remove(before.SecretHash, edit);
        if (record.IsRemoval)
        {
            _tokens = _tokens.Remove(id, edit);
            return;
        }

        _tokens = _tokens.Set(id, record, edit);
        _bySecretHash = _bySecretHash.Set(record.SecretHash, id, edit);
    }
}
