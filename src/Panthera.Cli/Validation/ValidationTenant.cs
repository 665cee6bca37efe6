using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Cli.Validation;

/// <summary>A tenant in memory, to run a validation file on: the same writer and evaluator as anywhere, and nothing that lasts.</summary>
internal sealed class ValidationTenant : IAsyncDisposable
{
    private static readonly CommitOrigin s_origin = new("validate");

    private readonly TenantLogs _logs;
    private readonly TenantLog _log;
    private readonly TimeProvider _time;

    private ValidationTenant(TenantLogs logs, TenantLog log, TimeProvider time)
    {
        _logs = logs;
        _log = log;
        _time = time;
    }

    internal PermissionGraph<EmptyStructure> Graph => new(_log.Published, default, _time.GetUtcNow());

    internal static async Task<ValidationTenant> OpenAsync(TimeProvider time)
    {
        var logs = new TenantLogs(new MemoryEngine(), [PermissionsRoom.Instance], new(), time);
        return new(logs, await logs.OpenAsync(new TenantId(1)), time);
    }

    internal async Task<Refusal?> WriteSchemaAsync(CompiledSchema schema, CancellationToken cancellationToken)
    {
        var committed = await _log.CommitAsync(new WriteSchemaProposal(schema, static _ => false), s_origin, cancellationToken);
        return committed.Outcome.IsAccepted ? null : committed.Outcome.Refusal;
    }

    internal async Task<Refusal?> WriteAsync(IEnumerable<Relationship> relationships, CancellationToken cancellationToken)
    {
        var updates = relationships.Select(static relationship => new RelationshipUpdate(RelationshipOperation.Touch, relationship)).ToList();
        var proposal = new WriteRelationshipsProposal<EmptyStructure>(updates, [], static _ => default);
        var committed = await _log.CommitAsync(proposal, s_origin, cancellationToken);
        return committed.Outcome.IsAccepted ? null : committed.Outcome.Refusal;
    }

    public ValueTask DisposeAsync() => _logs.DisposeAsync();
}
