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

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="program">The program, when it can be used.</param>
    /// <param name="error">What is wrong with it, when it cannot.</param>
    /// <param name="cost">What it cost either way, in instructions: at least those of the program.</param>
    public static bool TryCompile(
        string pattern, [NotNullWhen(true)] out PatternProgram? program, [NotNullWhen(false)] out string? error, out int cost)
    {
        (program, error, cost) = (null, null, 1);
        if (pattern.Length > MaxLength)
        {
            error = $"the pattern is longer than {MaxLength} characters";
            return false;
        }

        var parser = new PatternParser(pattern);
        try
        {
            program = new PatternProgram(parser.Parse());
            return true;
        }
        catch (PatternException exception)
        {
            error = $"the pattern `{Excerpt.Of(pattern)}` cannot be used: {exception.Message}";
            return false;
        }
        finally
        {
            cost += parser.Cost;
        }
    }
}
