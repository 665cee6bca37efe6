using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Panthera.Permissions;

/// <summary>A relationship in text: <c>file:x#viewer@user:tom[on_network:{"cidr":"10.0.0.0/8"}][expiration:2030-01-01T00:00:00Z]</c>.</summary>
/// <remarks>Two relationships are the same one when resource, relation and subject are; the expiry and the caveat are its value.</remarks>
/// <param name="Resource">What is related.</param>
/// <param name="Relation">How.</param>
/// <param name="Subject">To whom.</param>
/// <param name="ExpiresAt">From when on it counts as absent; null for never.</param>
/// <param name="Caveat">What it depends on; null for nothing.</param>
public sealed record Relationship(ObjectReference Resource, string Relation, SubjectReference Subject, DateTimeOffset? ExpiresAt = null, RelationshipCaveat? Caveat = null)
{
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
        RelationshipCaveat? caveat = null;
        if (error is null && bracket >= 0) error = RelationshipSuffix.Read(text[bracket..], out caveat, out expiresAt);
        if (error is not null) return false;
        relationship = new(resource, plain[(hash + 1)..at].ToString(), subject, expiresAt, caveat);
        return true;
    }

    /// <summary>Returns the text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var caveat = Caveat is null ? "" : $"[{Caveat}]";
        var expiration = ExpiresAt is { } at ? $"{RelationshipSuffix.ExpirationPrefix}{FormatTime(at)}]" : "";
        return $"{Resource}#{Relation}@{Subject}{caveat}{expiration}";
    }

    internal string? GrammarError() =>
        Resource.GrammarError() ?? ReferenceGrammar.RelationError(Relation) ?? Subject.GrammarError()
        ?? (Caveat is null || ReferenceGrammar.IsType(Caveat.Name) ? null : $"`{ReferenceGrammar.Shown(Caveat.Name)}` is no name of a caveat");

    internal static string FormatTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";
}
