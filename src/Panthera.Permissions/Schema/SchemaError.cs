namespace Panthera.Permissions.Schema;

/// <summary>One thing wrong with a schema, and where.</summary>
/// <param name="Kind">Which reading of the schema found it.</param>
/// <param name="Message">What is wrong and what to do, without the position.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in Unicode code points; a tab counts as one.</param>
public sealed record SchemaError(SchemaErrorKind Kind, string Message, int Line, int Column)
{
    /// <summary>Returns the position followed by the message, as shown to people.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}
