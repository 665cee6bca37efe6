using System.Text;
using Panthera.Cli.Output;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Composition;

namespace Panthera.Cli.Schemas;

/// <summary>Shows what is wrong with schemas: file, line, column, the line itself, and a caret below the place.</summary>
internal static class SchemaErrors
{
    // Wider lines would wrap, and the caret point at nothing.
    private const int MaxShownColumns = 160;

    /// <summary>Shows errors; their files are relative to the directory of the root file.</summary>
    internal static void Report(Writer writer, string rootFile, SchemaFileException exception)
    {
        var directory = Path.GetDirectoryName(rootFile) ?? "";
        foreach (var error in exception.Errors) writer.ErrorLines(Describe(Path.Combine(directory, error.File), error));
    }

    /// <summary>Shows the errors of one text.</summary>
    internal static void Report(Writer writer, string file, string text, SchemaException exception)
    {
        foreach (var error in exception.Errors) writer.ErrorLines(Describe(file, SchemaFileError.In(file, text, error)));
    }

    private static string Describe(string file, SchemaFileError error)
    {
        var place = $"{file}:{error.Error.Line}:{error.Error.Column}: {error.Error.Message}";
        return error.Error.Column > MaxShownColumns ? place : $"{place}\n{Cut(Printable.Text(error.SourceLine.Replace('\t', ' ')))}\n{Caret(error)}";
    }

    // Columns count code points, and a code point takes a column, as nearly as can be told.
    private static string Caret(SchemaFileError error)
    {
        var before = new StringBuilder();
        foreach (var rune in error.SourceLine.EnumerateRunes().Take(error.Error.Column - 1)) before.Append(' ', Printable.Text(rune.ToString().Replace('\t', ' ')).EnumerateRunes().Count());
        return before.Append('^').ToString();
    }

    private static string Cut(string line) => line.Length <= MaxShownColumns ? line : line[..MaxShownColumns] + "...";
}
