using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>Compiles regular expressions in RE2's syntax, which leaves out what cannot be matched in linear time.</summary>
/// <remarks>
/// The platform's own linear engine is not used: it works on UTF-16 units, takes <c>\d</c> and <c>\w</c> for all of Unicode,
/// lets <c>$</c> match before a last line end, and cannot count its steps.
/// </remarks>
internal static class PatternCompiler
{
    /// <summary>The longest pattern in characters.</summary>
    public const int MaxLength = 4_096;

    /// <summary>The most instructions of a program, repetitions written out; each is a step for every character of the text.</summary>
    public const int MaxInstructions = 10_000;

    public static bool TryCompile(
        string pattern, [NotNullWhen(true)] out PatternProgram? program, [NotNullWhen(false)] out string? error)
    {
        (program, error) = (null, null);
        if (pattern.Length > MaxLength)
        {
            error = $"the pattern is longer than {MaxLength} characters";
            return false;
        }

        try
        {
            program = new PatternProgram(new PatternParser(pattern).Parse());
            return true;
        }
        catch (PatternException exception)
        {
            error = $"the pattern `{Excerpt.Of(pattern)}` cannot be used: {exception.Message}";
            return false;
        }
    }
}
