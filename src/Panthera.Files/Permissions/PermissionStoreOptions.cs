using Panthera.Permissions.Caching;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;

namespace Panthera.Files;

/// <summary>The bounds of a tenant's permission API; each has its reason, and the defaults are those of the authzed contract.</summary>
public sealed record PermissionStoreOptions
{
    /// <summary>What may answer checks besides the graph itself: of this API, of files, of listings. The answers are the same without; only their cost differs.</summary>
    public PermissionPieces Pieces { get; init; } = PermissionPieces.All;

    /// <summary>What the caches may take in each tenant.</summary>
    public CacheLimits Caches { get; init; } = CacheLimits.Default;

    /// <summary>Steps from one subproblem to the next that an answer may lie away.</summary>
    public int MaxDepth { get; init; } = EvaluationLimits.MaxDepth;

    /// <summary>Updates in one write: what one step of the writer does before others have their turn.</summary>
    public int MaxUpdatesPerWrite { get; init; } = 1000;

    /// <summary>Preconditions of one write: each is a look-up on the writer.</summary>
    public int MaxPreconditionsPerWrite { get; init; } = 1000;

    /// <summary>Questions in one bulk check.</summary>
    public int MaxBulkChecks { get; init; } = 10_000;

    /// <summary>The largest limit that a read, lookup or delete may ask for.</summary>
    public int MaxLimit { get; init; } = 1000;

    /// <summary>The largest page of an export, and the size of one that does not say.</summary>
    public int MaxExportPage { get; init; } = 10_000;

    /// <summary>Bytes of the context that a check or lookup brings along.</summary>
    public int MaxRequestContextBytes { get; init; } = 4096;

    /// <summary>Bytes that a writer may say of a transaction.</summary>
    public int MaxTransactionMetadataBytes { get; init; } = 65_000;

    /// <summary>Bytes of a schema.</summary>
    public int MaxSchemaBytes { get; init; } = 4 << 20;

    /// <summary>Relationships that a delete without a limit removes at most: it is one commit, held in memory until it is stored.</summary>
    public int MaxRelationshipsPerDelete { get; init; } = 100_000;

    /// <summary>Bytes of the caveat context that is stored with a relationship.</summary>
    public int MaxRelationshipContextBytes { get; init; } = 25_000;

    /// <summary>Relationships in one bulk import: it is one commit, held in memory until it is stored.</summary>
    public long MaxRelationshipsPerImport { get; init; } = 2_000_000;

    /// <summary>Bytes that one bulk import may take on disk while it waits for its end.</summary>
    public long MaxImportBytes { get; init; } = 1L << 30;
}
