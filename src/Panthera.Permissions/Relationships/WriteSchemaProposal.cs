using Panthera.Permissions.Schema;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Replaces a tenant's schema.</summary>
/// <remarks>Compile the text before proposing, so that a faulty one never reaches the writer. Gives the schema.</remarks>
/// <param name="schema">The schema.</param>
/// <param name="hasFiles">Whether a state is of a tenant with files.</param>
public sealed class WriteSchemaProposal(CompiledSchema schema, Func<TenantState, bool> hasFiles) : Proposal<CompiledSchema>
{
    /// <inheritdoc/>
    public override Outcome<CompiledSchema> Run(Draft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return SchemaWriter.Write(draft, schema, hasFiles(draft.State)) is { } refusal ? refusal : schema;
    }
}
