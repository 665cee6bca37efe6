using System.Diagnostics.CodeAnalysis;

namespace Panthera.Permissions;

/// <summary>A resource or subject in text: <c>file:readme</c>.</summary>
/// <remarks>The parts are compared byte for byte. Made by <see cref="Parse"/> it follows the grammar; made by the constructor it is checked when used.</remarks>
/// <param name="Type">The type, with its prefix if it has one.</param>
/// <param name="Id">The id.</param>
public sealed record ObjectReference(string Type, string Id)
{
    /// <summary>Reads <c>type:id</c>.</summary>
    /// <exception cref="FormatException">The text does not follow the grammar; the message says how.</exception>
    public static ObjectReference Parse(string text) =>
        TryParse(text, out var reference, out var error) ? reference : throw new FormatException(error);

    /// <summary>Reads <c>type:id</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reference">The reference, when the text is one.</param>
    /// <param name="error">What is wrong with it, when it is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out ObjectReference? reference, [NotNullWhen(false)] out string? error)
    {
        reference = null;
        var colon = text.IndexOf(':');
        if (colon < 0)
        {
            error = $"`{ReferenceGrammar.Shown(text)}` has no `:`: write `type:id`, such as `user:alice`";
            return false;
        }

        var candidate = new ObjectReference(text[..colon].ToString(), text[(colon + 1)..].ToString());
        error = candidate.GrammarError();
        if (error is not null) return false;
        reference = candidate;
        return true;
    }

    /// <summary>Returns <c>type:id</c>.</summary>
    public override string ToString() => $"{Type}:{Id}";

    internal string? GrammarError() => ReferenceGrammar.TypeError(Type) ?? ReferenceGrammar.IdError(Id);
}
