using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Panthera.Permissions;

/// <summary>A relationship in text: <c>file:x#viewer@user:tom[expiration:2030-01-01T00:00:00Z]</c>.</summary>
/// <remarks>Two relationships are the same one when resource, relation and subject are; the expiry is its value.</remarks>
/// <param name="Resource">What is related.</param>
/// <param name="Relation">How.</param>
/// <param name="Subject">To whom.</param>
/// <param name="ExpiresAt">From when on it counts as absent; null for never.</param>
public sealed record Relationship(ObjectReference Resource, string Relation, SubjectReference Subject, DateTimeOffset? ExpiresAt = null)
{
    private const string ExpirationPrefix = "[expiration:";

    /// <summary>Reads a relationship.</summary>
    /// <exception cref="FormatException">The text does not follow the grammar; the message says how.</exception>
    public static Relationship Parse(string text) =>
        TryParse(text, out var relationship, out var error) ? relationship : throw new FormatException(error);

    /// <summary>Reads a relationship.</summary>
    /// <param name="text">The text.</param>
    /// <param name="relationship">The relationship, when the text is one.</param>
    /// <param name="error">What is wrong with it, when it is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Relationship? relationship, [NotNullWhen(false)] out string? error)
    {
        relationship = null;
        var bracket = text.IndexOf('[');
        var plain = bracket < 0 ? text : text[..bracket];
        var at = plain.IndexOf('@');
        var hash = at < 0 ? -1 : plain[..at].IndexOf('#');
        if (hash < 0)
        {
            error = $"`{ReferenceGrammar.Shown(text)}` is no relationship: write `resource#relation@subject`, such as `file:x#viewer@user:tom`";
            return false;
        }

        if (!ObjectReference.TryParse(plain[..hash], out var resource, out error)) return false;
        if (!SubjectReference.TryParse(plain[(at + 1)..], out var subject, out error)) return false;
        error = ReferenceGrammar.RelationError(plain[(hash + 1)..at]);
        DateTimeOffset? expiresAt = null;
        if (error is null && bracket >= 0) error = ReadSuffix(text[bracket..], out expiresAt);
        if (error is not null) return false;
        relationship = new(resource, plain[(hash + 1)..at].ToString(), subject, expiresAt);
        return true;
    }

    /// <summary>Returns the text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var plain = $"{Resource}#{Relation}@{Subject}";
        return ExpiresAt is { } at ? $"{plain}{ExpirationPrefix}{FormatTime(at)}]" : plain;
    }

    internal string? GrammarError() =>
        Resource.GrammarError() ?? ReferenceGrammar.RelationError(Relation) ?? Subject.GrammarError();

    internal static string FormatTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";

    private static string? ReadSuffix(ReadOnlySpan<char> suffix, out DateTimeOffset? expiresAt)
    {
        expiresAt = null;
        if (!suffix.StartsWith(ExpirationPrefix, StringComparison.Ordinal))
        {
            var name = suffix[1..];
            var end = name.IndexOfAny(':', ']');
            return $"the caveat `{ReferenceGrammar.Shown(end < 0 ? name : name[..end])}` cannot be used: this version has no caveats; only `[expiration:TIME]` may follow a relationship";
        }

        var time = suffix[ExpirationPrefix.Length..];
        if (!time.EndsWith("]", StringComparison.Ordinal)) return $"`{ReferenceGrammar.Shown(suffix)}` is not closed: end the expiration with `]`";
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!time.Contains('T') || !DateTimeOffset.TryParse(time[..^1], CultureInfo.InvariantCulture, Styles, out var parsed))
            return $"`{ReferenceGrammar.Shown(time[..^1])}` is no time: write it as `2030-01-01T00:00:00Z`";
        expiresAt = parsed;
        return null;
    }
}
