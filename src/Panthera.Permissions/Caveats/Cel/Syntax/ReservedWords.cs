using System.Collections.Frozen;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>The words that CEL keeps for the languages it is embedded in.</summary>
internal static class ReservedWords
{
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.Ordinal,
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
        "void", "while");

    public static bool Contains(string name) => Words.Contains(name);
}
