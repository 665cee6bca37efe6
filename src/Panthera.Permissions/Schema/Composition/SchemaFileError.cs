namespace Panthera.Permissions.Schema.Composition;

/// <summary>One thing wrong with a schema that was put together from files, and in which of them.</summary>
/// <param name="File">The file, relative to the root file's directory.</param>
/// <param name="Error">What is wrong, and where in the file.</param>
/// <param name="SourceLine">The line on which it is.</param>
public sealed record SchemaFileError(string File, SchemaError Error, string SourceLine)
{
    /// <summary>Finds the line of an error in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="error">What is wrong, and where in the text.</param>
    public static SchemaFileError In(string file, string text, SchemaError error)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(error);
        var rest = text.AsSpan();
        for (var line = 1; line < error.Line; line++)
        {
            rest = rest[(rest.IndexOf('\n') + 1)..];
        }

        var end = rest.IndexOf('\n');
        return new SchemaFileError(file, error, (end < 0 ? rest : rest[..end]).TrimEnd('\r').ToString());
    }

    /// <summary>Returns the place and the message, as compilers write them.</summary>
    public override string ToString() => $"{File}:{Error.Line}:{Error.Column}: {Error.Message}";
}
