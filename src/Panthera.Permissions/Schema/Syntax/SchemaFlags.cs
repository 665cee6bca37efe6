namespace Panthera.Permissions.Schema.Syntax;

/// <summary>The words of flags: their names after <c>use</c>, and the names that they make keywords.</summary>
internal static class SchemaFlags
{
    public static string NameOf(SchemaFlag flag) => flag switch
    {
        SchemaFlag.Expiration => "expiration",
        SchemaFlag.Self => "self",
        SchemaFlag.Typechecking => "typechecking",
        SchemaFlag.Partial => "partial",
        _ => "import",
    };

    /// <summary>Whether the flag makes a word a keyword.</summary>
    public static bool IsKeyword(SchemaFlag flag, ReadOnlySpan<char> word) =>
        word.SequenceEqual(NameOf(flag)) || (flag == SchemaFlag.Expiration && word is "and");
}
