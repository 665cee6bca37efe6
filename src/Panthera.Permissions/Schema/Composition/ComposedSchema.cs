using System.Collections.Immutable;
using Panthera.Permissions.Schema.Reflection;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Composition;

/// <summary>A schema put together from a file and what it imports, as one text without imports.</summary>
/// <remarks>Immutable. Every line of every file is a line of the text, so that errors lead back to their files.</remarks>
public sealed class ComposedSchema
{
    private readonly SourceText _source;

    internal ComposedSchema(string text, ImmutableArray<ComposedFile> files)
    {
        Text = text;
        Files = files;
        _source = new SourceText(text, files.Length > 1 ? DescribeLine : null);
    }

    /// <summary>The text: the lines that switch flags on, then each file after what it imports.</summary>
    public string Text { get; }

    /// <summary>The files, in the order in which they stand in the text; the root is the last.</summary>
    public ImmutableArray<ComposedFile> Files { get; }

    /// <summary>Compiles the text.</summary>
    /// <exception cref="SchemaFileException">It is not a valid schema.</exception>
    public CompiledSchema Compile()
    {
        try
        {
            return SchemaCompiler.Compile(_source);
        }
        catch (SchemaException exception)
        {
            throw Locate(exception);
        }
    }

    /// <summary>The text with the members of partials where they are included, formatted: what any server of the language takes.</summary>
    /// <exception cref="SchemaFileException">It is not a valid schema.</exception>
    public string WriteOut()
    {
        var compiled = Compile();
        var syntax = SchemaParser.Parse(_source);
        var text = SchemaFormatter.Format(syntax.Partials.IsEmpty && syntax.Uses.All(use => use.Flag != SchemaFlag.Partial) ? Text : PartialText.WriteOut(Text, syntax));

        // INVARIANT (same-meaning): what is sent is what was checked.
        return SchemaDiff.Between(compiled, SchemaCompiler.Compile(text)).IsEmpty
            ? text
            : throw new InvalidOperationException("the schema with its partials written out would mean something else; nothing was written");
    }

    /// <summary>Finds the file of a line of the text.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <returns>The file, and the line in it.</returns>
    public (ComposedFile File, int Line) Find(int line)
    {
        var file = Files.LastOrDefault(candidate => candidate.FirstLine <= line) ?? Files[0];
        return (file, Math.Max(1, line - file.FirstLine + 1));
    }

    private SchemaFileException Locate(SchemaException exception) => new([.. exception.Errors.Select(Locate)]);

    private SchemaFileError Locate(SchemaError error)
    {
        var (file, line) = Find(error.Line);
        return SchemaFileError.In(file.Path, file.Text, error with { Line = line });
    }

    private string DescribeLine(int line)
    {
        var (file, inFile) = Find(line);
        return $"line {inFile} of `{file.Path}`";
    }
}
