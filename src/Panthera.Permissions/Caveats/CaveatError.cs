namespace Panthera.Permissions.Caveats;

/// <summary>One thing wrong with a caveat's expression, and where.</summary>
/// <param name="Message">What is wrong and what to do, without the position.</param>
/// <param name="Offset">Where it is: an index into the expression's text.</param>
/// <param name="Line">The line within the expression, from 1.</param>
/// <param name="Column">The column, from 1, in Unicode code points.</param>
public sealed record CaveatError(string Message, int Offset, int Line, int Column)
{
    /// <summary>Returns the position followed by the message, as shown to people.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}
