namespace Panthera.Permissions.Schema.Syntax;

/// <summary>The bounds of a schema: far above what people write, low enough that no text can exhaust a server.</summary>
internal static class SchemaLimits
{
    /// <summary>The longest text, in UTF-8 bytes: what SpiceDB's contract allows, too.</summary>
    public const int MaxTextBytes = 4 * 1024 * 1024;

    /// <summary>How deep parentheses, operators and caveat types nest: parser, compiler and evaluator recurse on them.</summary>
    public const int MaxNesting = 100;

    /// <summary>The regular expressions written out in caveats, all together, in instructions of about 32 bytes: a few letters can stand for thousands.</summary>
    public const int MaxPatternCost = 1_000_000;

    /// <summary>How many errors are reported: those after tend to follow from the first.</summary>
    public const int MaxErrors = 20;

    /// <summary>The allowed subjects of one relation: each arrow over the relation looks through them.</summary>
    public const int MaxAllowedSubjects = 1_000;

    /// <summary>The longest type name, prefixes included, in bytes.</summary>
    public const int MaxTypeNameBytes = 128;

    /// <summary>The longest name of a relation, or of one part of a type's name, in bytes.</summary>
    public const int MaxNameBytes = 64;
}
