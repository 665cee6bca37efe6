using System.Text;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Permissions;

/// <summary>The calls that read and change the schema.</summary>
internal sealed class SchemaCalls(TenantLog log, PermissionStoreOptions options)
{
    internal async ValueTask<Outcome<SchemaAnswer>> ReadAsync(Consistency consistency, CancellationToken cancellationToken)
    {
        var pinned = await log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var schema = pinned.Value.Of(PermissionsRoom.Instance).Schema;
        return schema.Text.Length == 0
            ? new Refusal(RefusalCode.NotFound, "no schema has been written to this tenant yet; write one first")
            : new SchemaAnswer(schema, PermissionStore.TokenOf(pinned.Value));
    }

    internal async Task<Outcome<ZedToken>> WriteAsync(string text, string? actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var compiled = Compile(text, options.MaxSchemaBytes);
        if (!compiled.IsAccepted) return compiled.Refusal;
        var proposal = new WriteSchemaProposal(compiled.Value, static state => state.Of(TreeRoom.Instance).IsPresent);
        var (outcome, token) = await log.ProposeAsync(proposal, actor, null, cancellationToken).ConfigureAwait(false);
        return outcome.IsAccepted ? token : outcome.Refusal;
    }

    internal static Outcome<CompiledSchema> Compile(string text, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) > maxBytes)
            return new Refusal(RefusalCode.InvalidArgument, $"the schema has more than {maxBytes} bytes");
        if (SchemaCompiler.TryCompile(text, out var schema, out var errors)) return schema;
        var doesParse = errors[0].Kind == SchemaErrorKind.Type;
        return new Refusal(doesParse ? RefusalCode.FailedPrecondition : RefusalCode.InvalidArgument, string.Join('\n', errors))
        {
            Reason = doesParse ? PermissionReasons.SchemaTypeError : PermissionReasons.SchemaParseError,
            Metadata = new Dictionary<string, string> { ["source_position_line"] = $"{errors[0].Line}", ["source_position_column"] = $"{errors[0].Column}" },
        };
    }
}
