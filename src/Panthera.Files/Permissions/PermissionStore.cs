using Panthera.Files.Permissions;
using Panthera.Files.Tree;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files;

/// <summary>The permission API of one tenant, bare or with files: the library form of the authzed contract.</summary>
/// <remarks>
/// <para>Thread-safe. Every read says how fresh it must be, is answered from one pinned revision at one reading of the clock, and names that revision. Every
/// write is decided by the tenant's writer, and is durable when its task ends.</para>
/// <para>It checks no rights: whoever holds it may read and write all relationships; what tokens may do is for the server to ask. In a tenant with files the tree's own
/// relationships (<c>file#parent</c>, <c>file#owner</c>) show in every read, and are changed by file operations only.</para>
/// <para>Every method may throw <see cref="StorageException"/>, which decides nothing.</para>
/// </remarks>
public sealed class PermissionStore
{
    private readonly TenantLog _log;
    private readonly TimeProvider _time;
    private readonly PermissionStoreOptions _options;
    private readonly RelationshipReads _reads;
    private readonly RelationshipWrites _writes;
    private readonly SchemaCalls _schema;

    internal PermissionStore(TenantLog log, PermissionStoreOptions options, TimeProvider time)
    {
        _log = log;
        _time = time;
        _options = options;
        _reads = new(log, options, time);
        _writes = new(log, options);
        _schema = new(log, options);
    }

    /// <summary>The bounds.</summary>
    public PermissionStoreOptions Options => _options;

    /// <summary>Decides whether a subject has a permission of a resource.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public async ValueTask<Outcome<PermissionAnswer>> CheckAsync(Consistency consistency, CheckItem question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var pinned = await _log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var result = EvaluationRefusals.Settle(GraphOf(pinned.Value).Check(question.Resource, question.Permission, question.Subject));
        return result.IsAccepted ? new PermissionAnswer(result.Value, TokenOf(pinned.Value)) : result.Refusal;
    }

    /// <summary>Decides many questions at one revision; one that cannot be answered does not fail the others.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="questions">What is asked.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public async ValueTask<Outcome<BulkPermissionAnswer>> CheckBulkAsync(Consistency consistency, IReadOnlyList<CheckItem> questions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(questions);
        if (RequestLimits.CheckItems(questions.Count, _options.MaxBulkChecks) is { } tooMany) return tooMany;
        var pinned = await _log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var results = GraphOf(pinned.Value).CheckBulk(questions);
        for (var i = 0; i < results.Length; i++) results[i] = EvaluationRefusals.Settle(results[i]);
        return new BulkPermissionAnswer(TokenOf(pinned.Value), results);
    }

    /// <summary>Reads the relationships that a filter matches, in a fixed order, what has expired left out.</summary>
    /// <param name="consistency">How fresh; a cursor's own revision wins.</param>
    /// <param name="filter">Which; at least one part is given, and names are those of the schema.</param>
    /// <param name="limit">At most how many; 0 for all.</param>
    /// <param name="cursor">Where an earlier answer to the same filter ended; null to begin.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public ValueTask<Outcome<RelationshipStream>> ReadRelationshipsAsync(Consistency consistency, RelationshipFilter filter, int limit, string? cursor, CancellationToken cancellationToken) =>
        _reads.ReadAsync(consistency, filter, limit, cursor, cancellationToken);

    /// <summary>Writes relationships all or none, if the preconditions hold.</summary>
    /// <param name="updates">The changes; the same relationship at most once.</param>
    /// <param name="preconditions">What must hold before them.</param>
    /// <param name="metadata">What the writer says of the transaction, kept in the commit; null for nothing.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may still have happened.</param>
    /// <param name="actor">Who the commit says did it; null for the operator.</param>
    /// <returns>The moment from which on they are seen.</returns>
    public Task<Outcome<ZedToken>> WriteRelationshipsAsync(
        IReadOnlyList<RelationshipUpdate> updates,
        IReadOnlyList<RelationshipPrecondition> preconditions,
        string? metadata,
        CancellationToken cancellationToken,
        string? actor = null) =>
        _writes.WriteAsync(updates, preconditions, metadata, actor, cancellationToken);

    /// <summary>Reads the schema; not found until one is written.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public ValueTask<Outcome<SchemaAnswer>> ReadSchemaAsync(Consistency consistency, CancellationToken cancellationToken) =>
        _schema.ReadAsync(consistency, cancellationToken);

    /// <summary>Replaces the schema, unless it is faulty or a stored relationship would be orphaned.</summary>
    /// <param name="schema">Its text.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may still have happened.</param>
    /// <param name="actor">Who the commit says did it; null for the operator.</param>
    /// <returns>The moment from which on it holds.</returns>
    public Task<Outcome<ZedToken>> WriteSchemaAsync(string schema, CancellationToken cancellationToken, string? actor = null) =>
        _schema.WriteAsync(schema, actor, cancellationToken);

    internal static ZedToken TokenOf(TenantState snapshot) => new(snapshot.Tenant, snapshot.Epoch, snapshot.Revision);

    private PermissionGraph<TreeStructure> GraphOf(TenantState snapshot) =>
        new(snapshot, new TreeStructure(snapshot.Of(TreeRoom.Instance)), _time.GetUtcNow());
}
