using System.Text;
using Panthera.Cli.Commands;
using Panthera.Cli.Output;
using Panthera.Permissions.Schema.Composition;

namespace Panthera.Cli.Schemas;

/// <summary>Reads schemas from files, with what they import, and from the standard input.</summary>
internal static class SchemaText
{
    /// <summary>The name that stands for the standard input.</summary>
    internal const string StandardInput = "-";

    private const char ByteOrderMark = '\uFEFF';

    // What is no UTF-8 is refused: a replacement character would become part of the schema.
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads one file, or the standard input.</summary>
    /// <exception cref="UsageException">It is no text in UTF-8.</exception>
    internal static async Task<string> ReadAsync(CommandContext context, string file, CancellationToken cancellationToken)
    {
        await using var stream = file == StandardInput ? context.Terminal.RawIn : File.OpenRead(file);
        using var reader = new StreamReader(stream, s_strict, detectEncodingFromByteOrderMarks: false);
        try
        {
            return (await reader.ReadToEndAsync(cancellationToken)).TrimStart(ByteOrderMark);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"`{file}` is no text in UTF-8");
        }
    }

    /// <summary>Puts a schema together from a file and what it imports. What comes from the standard input can import nothing.</summary>
    /// <exception cref="SchemaFileException">It does not parse, or an import cannot be followed; files are named as seen from here.</exception>
    internal static async Task<ComposedSchema> ComposeAsync(CommandContext context, string file, CancellationToken cancellationToken)
    {
        var text = await ReadAsync(context, file, cancellationToken);
        var directory = file == StandardInput ? null : Path.GetDirectoryName(file) ?? "";
        return SchemaComposer.Compose(Path.GetFileName(file), path => path == Path.GetFileName(file) ? text : Import(directory, path));
    }

    private static string? Import(string? directory, string path)
    {
        if (directory is null) throw new UsageException($"`{path}` cannot be imported by what is read from the standard input; give a file");
        var file = Path.Combine(directory, path.Replace('/', Path.DirectorySeparatorChar));
        if (!File.Exists(file)) return null;
        try
        {
            return s_strict.GetString(File.ReadAllBytes(file)).TrimStart(ByteOrderMark);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"`{file}` is no text in UTF-8");
        }
    }
}
