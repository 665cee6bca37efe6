using System.Collections.Immutable;
using System.Text;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Reflection;
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

    internal ValueTask<Outcome<SchemaPart<SchemaReflection>>> ReflectAsync(Consistency consistency, IReadOnlyList<SchemaFilter> filters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filters);
        return OfAsync<SchemaReflection>(consistency, schema =>
        {
            foreach (var filter in filters)
            {
                if (filter.Error() is { } error) return new Refusal(RefusalCode.InvalidArgument, error) { Reason = PermissionReasons.InvalidFilter };
            }

            return SchemaReflection.Of(schema, filters);
        }, cancellationToken);
    }

    internal ValueTask<Outcome<SchemaPart<ImmutableArray<SchemaChange>>>> DiffAsync(Consistency consistency, string comparison, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return OfAsync<ImmutableArray<SchemaChange>>(consistency, schema =>
        {
            var other = Compile(comparison, options.MaxSchemaBytes);
            return other.IsAccepted ? SchemaDiff.Between(schema, other.Value) : other.Refusal;
        }, cancellationToken);
    }

    internal ValueTask<Outcome<SchemaPart<ImmutableArray<MemberReference>>>> ComputableAsync(
        Consistency consistency,
        string definition,
        string? relation,
        string? definitionPrefix,
        CancellationToken cancellationToken) =>
        OfAsync<ImmutableArray<MemberReference>>(consistency, schema =>
        {
            Member? member = null;
            if (SchemaLookup.FindType(schema, definition, out var type) is { } noType) return noType;
            if (!string.IsNullOrEmpty(relation) && SchemaLookup.FindMember(type, relation, out member) is { } noMember) return noMember;
            return SchemaDependencies.ComputablePermissions(schema, type, member, definitionPrefix);
        }, cancellationToken);

    internal ValueTask<Outcome<SchemaPart<ImmutableArray<MemberReference>>>> DependentAsync(Consistency consistency, string definition, string permission, CancellationToken cancellationToken) =>
        OfAsync<ImmutableArray<MemberReference>>(consistency, schema =>
        {
            if (SchemaLookup.FindType(schema, definition, out var type) is { } noType) return noType;
            if (SchemaLookup.FindMember(type, permission, out var member) is { } noMember) return noMember;
            return member is Permission found
                ? SchemaDependencies.DependentRelations(found)
                : new Refusal(RefusalCode.InvalidArgument, $"`{definition}#{permission}` is a relation: nothing is computed for it; name a permission");
        }, cancellationToken);

    private async ValueTask<Outcome<SchemaPart<T>>> OfAsync<T>(Consistency consistency, Func<CompiledSchema, Outcome<T>> read, CancellationToken cancellationToken)
    {
        var pinned = await log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var found = read(pinned.Value.Of(PermissionsRoom.Instance).Schema);
        return found.IsAccepted ? new SchemaPart<T>(found.Value, PermissionStore.TokenOf(pinned.Value)) : found.Refusal;
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
