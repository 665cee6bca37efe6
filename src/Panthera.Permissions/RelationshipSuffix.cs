using System.Globalization;
using Panthera.Permissions.Caveats;

namespace Panthera.Permissions;

/// <summary>Reads what may stand behind a relationship's text: <c>[caveat]</c> or <c>[caveat:{json}]</c>, then <c>[expiration:TIME]</c>.</summary>
internal static class RelationshipSuffix
{
    internal const string ExpirationPrefix = "[expiration:";

    /// <summary>Reads all of a suffix.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    internal static string? Read(ReadOnlySpan<char> suffix, out RelationshipCaveat? caveat, out DateTimeOffset? expiresAt)
    {
        caveat = null;
        expiresAt = null;
        var rest = suffix;
        if (!rest.StartsWith(ExpirationPrefix, StringComparison.Ordinal) && ReadCaveat(ref rest, out caveat) is { } error) return error;
        return rest.IsEmpty ? null : ReadExpiration(rest, out expiresAt);
    }

    private static string? ReadCaveat(ref ReadOnlySpan<char> rest, out RelationshipCaveat? caveat)
    {
        caveat = null;
        var end = rest.IndexOfAny(':', ']');
        if (end < 0) return NotClosed(rest, "caveat");
        var name = rest[1..end];
        if (!ReferenceGrammar.IsType(name)) return $"`{ReferenceGrammar.Shown(name)}` is no name of a caveat; write `[name]`, `[name:{{\"key\": value}}]` or `[expiration:TIME]` behind a relationship";
        if (rest[end] == ']')
        {
            caveat = new(name.ToString());
            rest = rest[(end + 1)..];
            return null;
        }

        var json = rest[(end + 1)..];
        var length = ObjectLength(json);
        if (length < 0) return $"the context of the caveat `{name}` is no JSON object: write `[{name}:{{\"key\": value}}]`";
        if (!CaveatContext.TryParse(json[..length].ToString(), out var context, out var error)) return $"the context of the caveat `{name}` cannot be read: {error}";
        if (length == json.Length || json[length] != ']') return NotClosed(rest, "caveat");
        caveat = new(name.ToString(), context.IsEmpty ? null : context);
        rest = json[(length + 1)..];
        return null;
    }

    // Only finds where the object ends, strings and what is escaped in them skipped; whether it is one, its own parser says.
    private static int ObjectLength(ReadOnlySpan<char> json)
    {
        var depth = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var next = json[i];
            if (inString)
            {
                if (next == '\\') i++;
                else inString = next != '"';
            }
            else if (next == '"')
            {
                inString = true;
            }
            else if (next == '{')
            {
                depth++;
            }
            else if (next == '}' && --depth <= 0)
            {
                return depth == 0 ? i + 1 : -1;
            }
            else if (depth == 0 && !char.IsWhiteSpace(next))
            {
                return -1;
            }
        }

        return -1;
    }

    private static string? ReadExpiration(ReadOnlySpan<char> rest, out DateTimeOffset? expiresAt)
    {
        expiresAt = null;
        if (!rest.StartsWith(ExpirationPrefix, StringComparison.Ordinal)) return $"`{ReferenceGrammar.Shown(rest)}` cannot follow a caveat; only `[expiration:TIME]` may";
        var time = rest[ExpirationPrefix.Length..];
        if (!time.EndsWith("]", StringComparison.Ordinal)) return NotClosed(rest, "expiration");
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!time.Contains('T') || !DateTimeOffset.TryParse(time[..^1], CultureInfo.InvariantCulture, Styles, out var parsed))
            return $"`{ReferenceGrammar.Shown(time[..^1])}` is no time: write it as `2030-01-01T00:00:00Z`";
        expiresAt = parsed;
        return null;
    }

    private static string NotClosed(ReadOnlySpan<char> text, string what) => $"`{ReferenceGrammar.Shown(text)}` is not closed: end the {what} with `]`";
}
