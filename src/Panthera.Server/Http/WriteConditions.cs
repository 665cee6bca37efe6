using Microsoft.AspNetCore.Http;
using Panthera.Files;

namespace Panthera.Server.Http;

/// <summary>The condition headers of requests that change something; the tenant's writer decides them, never the server.</summary>
/// <remarks>A condition that cannot be honoured is refused: ignored, it would lose the update that it was to protect.</remarks>
internal static class WriteConditions
{
    /// <summary>Reads the conditions of a write.</summary>
    internal static bool TryRead(IHeaderDictionary headers, bool createParents, out WriteOptions options, out string error)
    {
        options = WriteOptions.Default;
        if (!TryReadTag(headers, out var ifMatch, out error)) return false;
        var ifNoneMatch = headers.IfNoneMatch;
        if (ifNoneMatch.Count > 0 && ifNoneMatch.ToString() != "*")
        {
            error = "on a write, If-None-Match is `*` (create only) or absent";
            return false;
        }

        var isCreateOnly = ifNoneMatch.Count > 0;
        if (isCreateOnly || createParents || ifMatch is not null) options = new() { CreateOnly = isCreateOnly, IfMatch = ifMatch, CreateParents = createParents };
        return true;
    }

    /// <summary>Reads the one condition that appends and deletes take.</summary>
    internal static bool TryReadIfMatch(IHeaderDictionary headers, out string? ifMatch, out string error)
    {
        if (!TryReadTag(headers, out ifMatch, out error)) return false;
        if (headers.IfNoneMatch.Count > 0) error = "this call does not take If-None-Match; use If-Match";
        return error.Length == 0;
    }

    /// <summary>Refuses every condition, for calls that take none.</summary>
    internal static bool TryReadNone(IHeaderDictionary headers, out string error)
    {
        var hasCondition = headers.IfMatch.Count > 0 || headers.IfNoneMatch.Count > 0 || headers.IfUnmodifiedSince.Count > 0;
        error = hasCondition ? "this call takes no If-Match, If-None-Match or If-Unmodified-Since header" : "";
        return !hasCondition;
    }

    private static bool TryReadTag(IHeaderDictionary headers, out string? ifMatch, out string error)
    {
        var header = headers.IfMatch;
        ifMatch = header.Count == 0 ? null : header.ToString().Trim();
        error = headers.IfUnmodifiedSince.Count > 0 ? "times are too coarse to guard a write; use If-Match with the entity tag"
            : ifMatch is null or "*" || (header.Count == 1 && EntityTags.IsOne(ifMatch)) ? ""
            : "on a write, If-Match is `*` or one entity tag with its quotes";
        return error.Length == 0;
    }
}
