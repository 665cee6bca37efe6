namespace Panthera.Cli.Validation;

/// <summary>A file is no validation file; the message says what was expected.</summary>
internal sealed class ValidationFormatException(long line, string message) : Exception(message)
{
    /// <summary>The line, from 1.</summary>
    internal long Line { get; } = line;
}
