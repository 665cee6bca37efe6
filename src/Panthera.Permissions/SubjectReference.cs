using System.Diagnostics.CodeAnalysis;

namespace Panthera.Permissions;

/// <summary>A subject in text: <c>user:alice</c>, the userset <c>group:eng#member</c>, or the wildcard <c>user:*</c>.</summary>
/// <param name="Type">The type, with its prefix if it has one.</param>
/// <param name="Id">The id; <c>*</c> for every subject of the type.</param>
/// <param name="Relation">The relation whose members are meant; null for the object itself.</param>
public sealed record SubjectReference(string Type, string Id, string? Relation = null)
{
    /// <summary>Whether it stands for every subject of its type.</summary>
    public bool IsWildcard => Id == "*";

    /// <summary>The object without the relation.</summary>
    public ObjectReference Object => new(Type, Id);

    /// <summary>Reads <c>type:id</c> or <c>type:id#relation</c>; <c>#...</c> means no relation.</summary>
    /// <exception cref="FormatException">The text does not follow the grammar; the message says how.</exception>
    public static SubjectReference Parse(string text) =>
        TryParse(text, out var reference, out var error) ? reference : throw new FormatException(error);

    /// <summary>Reads <c>type:id</c> or <c>type:id#relation</c>; <c>#...</c> means no relation.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reference">The reference, when the text is one.</param>
    /// <param name="error">What is wrong with it, when it is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SubjectReference? reference, [NotNullWhen(false)] out string? error)
    {
        reference = null;
        var hash = text.IndexOf('#');
        var whole = hash < 0 ? text : text[..hash];
        var colon = whole.IndexOf(':');
        if (colon < 0)
        {
            error = $"`{ReferenceGrammar.Shown(text)}` has no `:`: write `type:id` or `type:id#relation`, such as `group:eng#member`";
            return false;
        }

        var relation = hash < 0 || text[(hash + 1)..] is "..." ? null : text[(hash + 1)..].ToString();
        var candidate = new SubjectReference(whole[..colon].ToString(), whole[(colon + 1)..].ToString(), relation);
        error = candidate.GrammarError();
        if (error is not null) return false;
        reference = candidate;
        return true;
    }

    /// <summary>Returns the text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Relation is null ? $"{Type}:{Id}" : $"{Type}:{Id}#{Relation}";

    internal string? GrammarError()
    {
        if (IsWildcard && Relation is not null) return $"`{this}` is a wildcard with a relation: write `{Type}:*` for every subject of the type, or name one";
        return ReferenceGrammar.TypeError(Type)
            ?? (IsWildcard ? null : ReferenceGrammar.IdError(Id))
            ?? (Relation is null ? null : ReferenceGrammar.RelationError(Relation));
    }
}
