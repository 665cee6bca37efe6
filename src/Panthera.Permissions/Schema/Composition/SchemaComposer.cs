using System.Collections.Immutable;
using System.Text;
using Panthera.Permissions.Schema.Formatting;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Composition;

/// <summary>Puts a schema together from a file and the files that it imports.</summary>
/// <remarks>
/// A path is relative to the file that imports it, and leads nowhere outside of the root file's directory. A file that is imported more
/// than once stands in the schema once; files that import each other are refused. Bounded by the length that a schema may have.
/// </remarks>
public sealed class SchemaComposer
{
    // Far above what people write; files without a definition would otherwise be bounded by nothing.
    private const int MaxFiles = 1_000;

    private readonly Func<string, string?> _read;
    private readonly List<(string Path, SourceText Source, SchemaSyntax Syntax)> _files = [];
    private readonly Dictionary<string, bool> _isDone = new(StringComparer.Ordinal);
    private readonly List<string> _importing = [];
    private long _length;

    private SchemaComposer(Func<string, string?> read) => _read = read;

    /// <summary>Puts a schema together.</summary>
    /// <param name="root">The root file's name, without a directory.</param>
    /// <param name="read">Gives the text of a file by its path relative to the root file's directory, with `/` between; null when there is none.</param>
    /// <exception cref="SchemaFileException">A file does not parse, or an import cannot be followed.</exception>
    /// <exception cref="FileNotFoundException">There is no root file.</exception>
    public static ComposedSchema Compose(string root, Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(read);
        var text = read(root) ?? throw new FileNotFoundException($"there is no file `{root}`", root);
        var composer = new SchemaComposer(read);
        composer.Add(root, text);
        return composer.Join();
    }

    private void Add(string path, string text)
    {
        var source = new SourceText(text);
        var syntax = Parse(path, source);
        _isDone.Add(path, false);
        _importing.Add(path);
        _length += text.Length;
        foreach (var import in syntax.Imports)
        {
            Follow(path, source, import);
        }

        _importing.RemoveAt(_importing.Count - 1);
        _isDone[path] = true;
        _files.Add((path, source, syntax));
    }

    private static SchemaSyntax Parse(string path, SourceText source)
    {
        try
        {
            return SchemaParser.Parse(source);
        }
        catch (SchemaException exception)
        {
            throw new SchemaFileException([.. exception.Errors.Select(error => SchemaFileError.In(path, source.Text, error))]);
        }
    }

    private void Follow(string importer, SourceText source, ImportSyntax import)
    {
        var path = Resolve(importer, import.Path, out var error);
        if (path is null)
        {
            throw Failure(importer, source, import, error!);
        }

        if (_isDone.TryGetValue(path, out var isDone))
        {
            if (!isDone)
            {
                var cycle = string.Join(" -> ", _importing.Skip(_importing.IndexOf(path)).Append(path).Select(SourceText.Quote));
                throw Failure(importer, source, import, $"the files import each other: {cycle}");
            }

            return;
        }

        if (_isDone.Count == MaxFiles || _importing.Count == SchemaLimits.MaxNesting || _length > SchemaLimits.MaxTextBytes)
        {
            throw Failure(importer, source, import, $"the schema imports more than {MaxFiles} files, more than {SchemaLimits.MaxNesting} deep, or more than 4 MiB");
        }

        Add(path, _read(path) ?? throw Failure(importer, source, import, $"there is no file {SourceText.Quote(path)}"));
    }

    private static string? Resolve(string importer, string path, out string? error)
    {
        var parts = importer.Split('/').SkipLast(1).ToList();
        error = path switch
        {
            "" => "the path of an import is empty",
            _ when path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal) =>
                $"{SourceText.Quote(path)} cannot be imported: give a path relative to this file, with `/` between its parts",
            _ => null,
        };
        foreach (var part in path.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count == 0:
                    error ??= $"{SourceText.Quote(path)} leads outside of the directory of the schema's root file";
                    break;
                case "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return error is null ? string.Join('/', parts) : null;
    }

    private static SchemaFileException Failure(string path, SourceText source, ImportSyntax import, string message) =>
        new([SchemaFileError.In(path, source.Text, source.Error(SchemaErrorKind.Parse, import.Start, message))]);

    private ComposedSchema Join()
    {
        var flags = _files.SelectMany(file => file.Syntax.Uses).Select(use => use.Flag).Where(flag => flag != SchemaFlag.Import).Distinct().Order().ToList();
        var text = new StringBuilder();
        foreach (var flag in flags)
        {
            text.Append("use ").Append(SchemaFlags.NameOf(flag)).Append('\n');
        }

        var line = flags.Count + 1;
        var files = ImmutableArray.CreateBuilder<ComposedFile>(_files.Count);
        foreach (var (path, source, syntax) in _files)
        {
            RefuseNewKeywords(path, source, syntax, flags);
            text.Append(Blanked(source.Text, syntax)).Append('\n');
            files.Add(new ComposedFile(path, source.Text, line));
            line += source.Text.AsSpan().Count('\n') + 1;
        }

        return new ComposedSchema(text.ToString(), files.MoveToImmutable());
    }

    // A statement's end stays in its place, so that a comment before it documents nothing else.
    private static char[] Blanked(string text, SchemaSyntax syntax)
    {
        var characters = text.ToCharArray();
        foreach (var span in syntax.Uses.Select(use => use.Span).Concat(syntax.Imports.Select(import => import.Span)))
        {
            characters.AsSpan(span.Start, span.Length).Fill(' ');
            characters[span.Start] = ';';
        }

        return characters;
    }

    // INVARIANT (same-meaning): a flag of one file must not turn a name of another into a keyword.
    private static void RefuseNewKeywords(string path, SourceText source, SchemaSyntax syntax, List<SchemaFlag> flags)
    {
        var own = syntax.Uses.Aggregate(SchemaFlag.None, (all, use) => all | use.Flag);
        var foreign = flags.Where(flag => !own.HasFlag(flag)).ToList();
        if (foreign.Count == 0)
        {
            return;
        }

        foreach (var piece in PieceReader.Read(source))
        {
            if (piece.IsToken(TokenKind.Name)
                && foreign.FirstOrDefault(flag => SchemaFlags.IsKeyword(flag, source.Text.AsSpan(piece.Span.Start, piece.Span.Length))) is var flag and not SchemaFlag.None)
            {
                var name = SchemaFlags.NameOf(flag);
                var error = source.Error(
                    SchemaErrorKind.Parse,
                    piece.Span.Start,
                    $"`{source.Text[piece.Span.Start..piece.Span.End]}` is a name here, but a keyword in another file of the schema, which says "
                    + $"`use {name}`; say so here too, or take another name");
                throw new SchemaFileException([SchemaFileError.In(path, source.Text, error)]);
            }
        }
    }
}
