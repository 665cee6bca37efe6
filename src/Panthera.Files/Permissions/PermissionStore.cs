using System.Collections.Immutable;
using Panthera.Files.Permissions;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Caching;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema.Reflection;
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
    private readonly BulkCalls _bulk;
    private readonly Lookups _lookups;

    internal PermissionStore(TenantLog log, PermissionStoreOptions options, TimeProvider time, string stageDirectory)
    {
        _log = log;
        _time = time;
        _options = options;
        _reads = new(log, options, time);
        _writes = new(log, options);
        _schema = new(log, options);
        _bulk = new(log, options, stageDirectory);
        _lookups = new(log, options, time);
    }

    /// <summary>The bounds.</summary>
    public PermissionStoreOptions Options => _options;

    /// <summary>What each piece that answers checks besides the graph did since the tenant was loaded.</summary>
    public IEnumerable<(PermissionPieces Piece, PieceCounters Counters)> PieceCounters => Indexes.Counters;

    private PermissionIndexes Indexes => _log.Published.Of(PermissionsRoom.Instance).Indexes;

    /// <summary>Forgets what the caches keep, as if the tenant had just been loaded.</summary>
    public void ClearCaches() => Indexes.Clear();

    /// <summary>Lets the counters of the pieces begin anew.</summary>
    public void ResetCounters() => Indexes.ResetCounters();

    /// <summary>Decides whether a subject has a permission of a resource.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public async ValueTask<Outcome<PermissionAnswer>> CheckAsync(Consistency consistency, CheckItem question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (RequestLimits.CheckContext(question.Context, _options.MaxRequestContextBytes) is { } tooLarge) return tooLarge;
        var pinned = await _log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var result = EvaluationRefusals.Settle(GraphOf(pinned.Value, question.Context, cancellationToken).Check(question.Resource, question.Permission, question.Subject));
        return result.IsAccepted ? new PermissionAnswer(result.Value, TokenOf(pinned.Value)) : result.Refusal;
    }

    /// <summary>Decides like <see cref="CheckAsync"/>, and says why.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    /// <returns>The explanation; its result may be an error, which decides nothing.</returns>
    public async ValueTask<Outcome<PermissionExplanation>> ExplainAsync(Consistency consistency, CheckItem question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (RequestLimits.CheckContext(question.Context, _options.MaxRequestContextBytes) is { } tooLarge) return tooLarge;
        var pinned = await _log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var found = GraphOf(pinned.Value, question.Context, cancellationToken).Explain(question.Resource, question.Permission, question.Subject);
        return found.IsAccepted ? new PermissionExplanation(found.Value, TokenOf(pinned.Value)) : found.Refusal;
    }

    /// <summary>Decides many questions at one revision; one that cannot be answered does not fail the others.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="questions">What is asked.</param>
    /// <param name="cancellationToken">Gives up, in the middle of the walk too.</param>
    public async ValueTask<Outcome<BulkPermissionAnswer>> CheckBulkAsync(Consistency consistency, IReadOnlyList<CheckItem> questions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(questions);
        if (RequestLimits.CheckItems(questions.Count, _options.MaxBulkChecks) is { } tooMany) return tooMany;
        foreach (var question in questions)
        {
            if (RequestLimits.CheckContext(question.Context, _options.MaxRequestContextBytes) is { } tooLarge) return tooLarge;
        }

        var pinned = await _log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var results = GraphOf(pinned.Value, null, cancellationToken).CheckBulk(questions, cancellationToken);
        for (var i = 0; i < results.Length; i++) results[i] = EvaluationRefusals.Settle(results[i]);
        return new BulkPermissionAnswer(TokenOf(pinned.Value), results);
    }

    /// <summary>Says who has a permission of a resource, one level of usersets deep.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="permission">Its permission or relation.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public async ValueTask<Outcome<PermissionExpansion>> ExpandAsync(Consistency consistency, ObjectReference resource, string permission, CancellationToken cancellationToken)
    {
        var pinned = await _log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var found = GraphOf(pinned.Value, null, cancellationToken).Expand(resource, permission);
        return found.IsAccepted ? new PermissionExpansion(found.Value, TokenOf(pinned.Value)) : found.Refusal;
    }

    /// <summary>Finds the resources of a type that a subject has a permission on, each once, in a fixed order.</summary>
    /// <param name="consistency">How fresh; a cursor's own revision wins.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="limit">At most how many; 0 for all.</param>
    /// <param name="cursor">Where an earlier answer to the same question ended; null to begin.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision, and ends the stream.</param>
    public ValueTask<Outcome<LookupStream<LookedUpResource>>> LookupResourcesAsync(Consistency consistency, ResourceQuestion question, int limit, string? cursor, CancellationToken cancellationToken) =>
        _lookups.ResourcesAsync(consistency, question, limit, cursor, cancellationToken);

    /// <summary>Finds the subjects of a form that have a permission on a resource, each once, in a fixed order, the wildcard last.</summary>
    /// <param name="consistency">How fresh; a cursor's own revision wins.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="limit">At most how many; 0 for all.</param>
    /// <param name="cursor">Where an earlier answer to the same question ended; null to begin.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision, and ends the stream.</param>
    public ValueTask<Outcome<LookupStream<LookedUpSubject>>> LookupSubjectsAsync(Consistency consistency, SubjectQuestion question, int limit, string? cursor, CancellationToken cancellationToken) =>
        _lookups.SubjectsAsync(consistency, question, limit, cursor, cancellationToken);

    /// <summary>Reads the relationships that a filter matches, in a fixed order, what has expired left out.</summary>
    /// <param name="consistency">How fresh; a cursor's own revision wins.</param>
    /// <param name="filter">Which; at least one part is given, and names are those of the schema.</param>
    /// <param name="limit">At most how many; 0 for all.</param>
    /// <param name="cursor">Where an earlier answer to the same filter ended; null to begin.</param>
    /// <param name="cancellationToken">Gives up, in the middle of the walk too.</param>
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

    /// <summary>Removes the relationships that a filter matches, in one commit, if the preconditions hold; those of the tree itself are left.</summary>
    /// <param name="filter">Which; at least one part is given.</param>
    /// <param name="preconditions">What must hold before.</param>
    /// <param name="limit">At most how many; 0 for all, up to <see cref="PermissionStoreOptions.MaxRelationshipsPerDelete"/>.</param>
    /// <param name="allowPartial">Whether a limit may leave some: then repeat until the answer is complete. Otherwise more than the limit is refused.</param>
    /// <param name="metadata">What the writer says of the transaction, kept in the commit; null for nothing.</param>
    /// <param name="cancellationToken">Gives up waiting; the delete may still have happened.</param>
    /// <param name="actor">Who the commit says did it; null for the operator.</param>
    public Task<Outcome<DeleteAnswer>> DeleteRelationshipsAsync(
        RelationshipFilter filter,
        IReadOnlyList<RelationshipPrecondition> preconditions,
        int limit,
        bool allowPartial,
        string? metadata,
        CancellationToken cancellationToken,
        string? actor = null) =>
        _writes.DeleteAsync(filter, preconditions, limit, allowPartial, metadata, actor, cancellationToken);

    /// <summary>Creates any number of relationships in one commit, or none: one that exists, or that comes twice, refuses them all.</summary>
    /// <remarks>They wait on disk for the last, so that memory does not grow with a slow or endless client; the commit itself is held in memory.</remarks>
    /// <param name="relationships">The relationships, read to the end.</param>
    /// <param name="cancellationToken">Gives up while they come; what has all come is committed.</param>
    /// <param name="actor">Who the commit says did it; null for the operator.</param>
    public Task<Outcome<ImportAnswer>> ImportBulkAsync(IAsyncEnumerable<Relationship> relationships, CancellationToken cancellationToken, string? actor = null) =>
        _bulk.ImportAsync(relationships, actor, cancellationToken);

    /// <summary>Reads all stored relationships, or those that a filter matches, in pages; the tree's own are left out.</summary>
    /// <param name="consistency">How fresh; a cursor's own revision wins.</param>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="pageSize">Relationships in a page; 0 for the largest.</param>
    /// <param name="cursor">Where an earlier export by the same filter ended; null to begin.</param>
    /// <param name="cancellationToken">Gives up, in the middle of the walk too.</param>
    public ValueTask<Outcome<ExportStream>> ExportBulkAsync(Consistency consistency, RelationshipFilter? filter, int pageSize, string? cursor, CancellationToken cancellationToken) =>
        _reads.ExportAsync(consistency, filter, pageSize, cursor, cancellationToken);

    /// <summary>Registers a counter of the relationships that a filter matches.</summary>
    /// <param name="name">Its name: 1 to 128 of a-z, A-Z, 0-9 and <c>_ / | - .</c></param>
    /// <param name="filter">Which; at least one part is given.</param>
    /// <param name="cancellationToken">Gives up waiting; it may still have happened.</param>
    /// <param name="actor">Who the commit says did it; null for the operator.</param>
    public Task<Outcome<ZedToken>> RegisterCounterAsync(string name, RelationshipFilter filter, CancellationToken cancellationToken, string? actor = null) =>
        _writes.RegisterCounterAsync(name, filter, actor, cancellationToken);

    /// <summary>Counts what a counter's filter matches.</summary>
    /// <remarks>It is counted when asked, by the index that serves the filter: exact at the revision, at the cost of walking what matches.</remarks>
    /// <param name="consistency">How fresh.</param>
    /// <param name="name">The counter.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<Outcome<CounterAnswer>> CountRelationshipsAsync(Consistency consistency, string name, CancellationToken cancellationToken) =>
        _reads.CountAsync(consistency, name, cancellationToken);

    /// <summary>Removes a counter.</summary>
    /// <param name="name">The counter.</param>
    /// <param name="cancellationToken">Gives up waiting; it may still have happened.</param>
    /// <param name="actor">Who the commit says did it; null for the operator.</param>
    public Task<Outcome<ZedToken>> UnregisterCounterAsync(string name, CancellationToken cancellationToken, string? actor = null) =>
        _writes.UnregisterCounterAsync(name, actor, cancellationToken);

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

    /// <summary>Lists what the schema consists of.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="filters">What to select; everything when empty.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public ValueTask<Outcome<SchemaPart<SchemaReflection>>> ReflectSchemaAsync(Consistency consistency, IReadOnlyList<SchemaFilter> filters, CancellationToken cancellationToken) =>
        _schema.ReflectAsync(consistency, filters, cancellationToken);

    /// <summary>Lists what would change if another schema replaced this one.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="comparison">The other's text.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public ValueTask<Outcome<SchemaPart<ImmutableArray<SchemaChange>>>> DiffSchemaAsync(Consistency consistency, string comparison, CancellationToken cancellationToken) =>
        _schema.DiffAsync(consistency, comparison, cancellationToken);

    /// <summary>Lists the permissions and relations that are computed from a relation, or from a type's objects as subjects.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="definition">The type.</param>
    /// <param name="relation">Its relation or permission; null or empty for its objects themselves.</param>
    /// <param name="definitionPrefix">What the names of the types listed begin with; null or empty for all.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public ValueTask<Outcome<SchemaPart<ImmutableArray<MemberReference>>>> ComputablePermissionsAsync(
        Consistency consistency,
        string definition,
        string? relation,
        string? definitionPrefix,
        CancellationToken cancellationToken) =>
        _schema.ComputableAsync(consistency, definition, relation, definitionPrefix, cancellationToken);

    /// <summary>Lists the relations and permissions that a permission is computed from.</summary>
    /// <param name="consistency">How fresh.</param>
    /// <param name="definition">The type.</param>
    /// <param name="permission">The permission.</param>
    /// <param name="cancellationToken">Gives up waiting for the revision.</param>
    public ValueTask<Outcome<SchemaPart<ImmutableArray<MemberReference>>>> DependentRelationsAsync(Consistency consistency, string definition, string permission, CancellationToken cancellationToken) =>
        _schema.DependentAsync(consistency, definition, permission, cancellationToken);

    internal static ZedToken TokenOf(TenantState snapshot) => new(snapshot.Tenant, snapshot.Epoch, snapshot.Revision);

    private PermissionGraph<TreeStructure> GraphOf(TenantState snapshot, CaveatContext? context, CancellationToken cancellationToken) =>
        Graphs.Of(snapshot, snapshot.Of(TreeRoom.Instance), _time.GetUtcNow(), context, _options.MaxDepth, _options, cancellationToken);
}
