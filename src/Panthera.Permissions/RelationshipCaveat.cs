using Panthera.Permissions.Caveats;

namespace Panthera.Permissions;

/// <summary>The caveat of a <see cref="Relationship"/>, with the part of its context that is written with it.</summary>
/// <param name="Name">The caveat's name in the schema.</param>
/// <param name="Context">The context, which wins over a request's; null (the same as an empty one) for none.</param>
public sealed record RelationshipCaveat(string Name, CaveatContext? Context = null)
{
    /// <summary>Reads <c>name</c> or <c>name:{json}</c>.</summary>
    /// <exception cref="FormatException">The text does not follow the grammar; the message says how.</exception>
    public static RelationshipCaveat Parse(string text)
    {
        var error = RelationshipSuffix.Read($"[{text}]", out var caveat, out var expiresAt);
        return error is null && caveat is not null && expiresAt is null ? caveat : throw new FormatException(error ?? $"`{ReferenceGrammar.Shown(text)}` is no caveat: write `name` or `name:{{\"key\": value}}`");
    }

    /// <summary>Whether the name and the context are the same; no context is an empty one.</summary>
    public bool Equals(RelationshipCaveat? other) =>
        other is not null && Name == other.Name && (Context ?? CaveatContext.Empty).Equals(other.Context ?? CaveatContext.Empty);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Context ?? CaveatContext.Empty);

    /// <summary>Returns <c>name</c> or <c>name:{json}</c>, as it stands between the brackets of a relationship's text.</summary>
    public override string ToString() => Context is null || Context.IsEmpty ? Name : $"{Name}:{Context}";
}
