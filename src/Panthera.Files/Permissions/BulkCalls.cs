using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Permissions;

/// <summary>Import of any number of relationships in one commit.</summary>
/// <param name="log">The tenant.</param>
/// <param name="options">The bounds.</param>
/// <param name="stageDirectory">Where imports wait for their end.</param>
internal sealed class BulkCalls(TenantLog log, PermissionStoreOptions options, string stageDirectory)
{
    internal async Task<Outcome<ImportAnswer>> ImportAsync(IAsyncEnumerable<Relationship> relationships, string? actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(relationships);
        using var stage = new ImportStage(stageDirectory);
        long count = 0;
        await foreach (var relationship in relationships.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (Refuse(relationship) is { } refusal) return refusal;
            if (++count > options.MaxRelationshipsPerImport || stage.SizeBytes > options.MaxImportBytes) return TooMany();
            stage.Add(relationship);
        }

        // The writer reads the stage while it decides: a local file, read in order, which costs little beside deciding.
        var proposal = new ImportRelationshipsProposal<TreeStructure>(stage.Read, StructureAt);
        var (outcome, token) = await log.ProposeAsync(proposal, actor, null, CancellationToken.None).ConfigureAwait(false);
        return outcome.IsAccepted ? new ImportAnswer(outcome.Value, token) : outcome.Refusal;
    }

    private static TreeStructure StructureAt(TenantState state) => new(state.Of(TreeRoom.Instance));

    // An early refusal: the writer decides again.
    private Refusal? Refuse(Relationship relationship)
    {
        var state = log.Published;
        return RequestLimits.CheckContext(relationship, options.MaxRelationshipContextBytes)
            ?? RelationshipWriter.Vet(state.Of(PermissionsRoom.Instance), StructureAt(state), relationship);
    }

    private Refusal TooMany() => new(RefusalCode.LimitExceeded,
        $"the import has more than {options.MaxRelationshipsPerImport} relationships or {options.MaxImportBytes} bytes, which one commit may have; import it in parts");
}
