using Panthera.Permissions;
using Panthera.Permissions.Caveats;
using Panthera.Storage;

namespace Panthera.Files.Permissions;

/// <summary>Words the refusals of requests that are larger than the options admit.</summary>
internal static class RequestLimits
{
    internal static Refusal? CheckUpdates(int count, int most) => count <= most
        ? null
        : new(RefusalCode.InvalidArgument, $"the write has {count} updates; one takes at most {most}: split it")
        {
            Reason = PermissionReasons.TooManyUpdatesInRequest,
            Metadata = Counts("update_count", count, "maximum_updates_allowed", most),
        };

    internal static Refusal? CheckPreconditions(int count, int most) => count <= most
        ? null
        : new(RefusalCode.InvalidArgument, $"the request has {count} preconditions; one takes at most {most}")
        {
            Reason = PermissionReasons.TooManyPreconditionsInRequest,
            Metadata = Counts("precondition_count", count, "maximum_updates_allowed", most),
        };

    internal static Refusal? CheckItems(int count, int most) => count <= most
        ? null
        : new(RefusalCode.InvalidArgument, $"the bulk check has {count} questions; one takes at most {most}: split it") { Reason = PermissionReasons.Unspecified };

    internal static Refusal? CheckLimit(int limit, int most)
    {
        if (limit < 0) return new(RefusalCode.InvalidArgument, $"limit `{limit}` is negative; 0 is none");
        return limit <= most
            ? null
            : new(RefusalCode.InvalidArgument, $"limit `{limit}` is above {most}, the largest; ask for less at a time, or for 0: no limit")
            {
                Reason = PermissionReasons.ExceedsMaximumAllowableLimit,
                Metadata = Counts("limit_provided", limit, "maximum_limit_allowed", most),
            };
    }

    internal static Refusal? CheckMetadata(int bytes, int most) => bytes <= most
        ? null
        : new(RefusalCode.InvalidArgument, $"the transaction's metadata has {bytes} bytes; at most {most} are stored")
        {
            Reason = PermissionReasons.TransactionMetadataTooLarge,
            Metadata = Counts("metadata_byte_size", bytes, "maximum_allowed_metadata_byte_size", most),
        };

    internal static Refusal? CheckContext(Relationship relationship, int most) => relationship.Caveat?.Context is not { } context || context.SizeBytes <= most
        ? null
        : new(RefusalCode.InvalidArgument, $"the context of `{relationship.Resource}#{relationship.Relation}@{relationship.Subject}` has {context.SizeBytes} bytes; at most {most} are stored with a relationship")
        {
            Reason = PermissionReasons.MaxRelationshipContextSize,
            Metadata = Counts("context_byte_size", context.SizeBytes, "maximum_allowed_context_byte_size", most),
        };

    internal static Refusal? CheckContext(CaveatContext? context, int most) => context is null || context.SizeBytes <= most
        ? null
        : new(RefusalCode.InvalidArgument, $"the request's context has {context.SizeBytes} bytes; it may have {most}");

    private static Dictionary<string, string> Counts(string given, int count, string allowed, int most) =>
        new() { [given] = $"{count}", [allowed] = $"{most}" };
}
