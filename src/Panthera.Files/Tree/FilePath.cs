using System.Collections.Immutable;
using System.Text;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>An absolute path that keeps the rules: at most 4,096 bytes of UTF-8, slash-separated names, no `.`, `..`, empty or NUL segments.</summary>
/// <remarks>One slash at the end is taken to mean that the path must name a directory, and is not part of it. Nothing else is normalized:
/// what is not a path is refused, never repaired.</remarks>
public sealed class FilePath : IEquatable<FilePath>
{
    /// <summary>The longest path, in bytes.</summary>
    public const int MaxBytes = 4096;

    private readonly string _text;

    private FilePath(string text, ImmutableArray<EntryName> names, bool mustBeDirectory)
    {
        _text = text;
        Names = names;
        MustBeDirectory = mustBeDirectory;
    }

    /// <summary>The root directory.</summary>
    public static FilePath Root { get; } = new("/", [], true);

    /// <summary>The names from the root on; none for the root itself.</summary>
    public ImmutableArray<EntryName> Names { get; }

    /// <summary>Whether the path was written with a slash at its end.</summary>
    public bool MustBeDirectory { get; }

    /// <summary>Whether this is the root.</summary>
    public bool IsRoot => Names.IsEmpty;

    /// <summary>The last name.</summary>
    /// <exception cref="InvalidOperationException">This is the root, which has none.</exception>
    public EntryName Name => IsRoot ? throw new InvalidOperationException("the root has no name") : Names[^1];

    /// <summary>The directory that holds the last name; the root for the root.</summary>
    public FilePath Parent => IsRoot ? this : new(_text.LastIndexOf('/') is var slash and > 0 ? _text[..slash] : "/", Names[..^1], true);

    /// <summary>Reads a path.</summary>
    /// <param name="text">The path as given.</param>
    /// <returns>The path, or a refusal that says what is wrong with it.</returns>
    public static Outcome<FilePath> Parse(string text)
    {
        if (string.IsNullOrEmpty(text)) return Bad(text, "is empty; a path begins with `/`");
        if (text[0] != '/') return Bad(text, "is not absolute; a path begins with `/`");
        if (text == "/") return Root;
        if (text.Length > MaxBytes) return Bad(text, $"is longer than {MaxBytes} bytes");

        byte[] buffer;
        try
        {
            buffer = StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return Bad(text, "is not valid Unicode");
        }

        return buffer.Length > MaxBytes ? Bad(text, $"is longer than {MaxBytes} bytes") : Split(text, buffer);
    }

    /// <summary>Reads a path that is known to be one.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    public static implicit operator FilePath(string text) => Parse(text).Value;

    /// <summary>The path of an entry in this directory.</summary>
    public Outcome<FilePath> Child(EntryName name)
    {
        var text = IsRoot ? "/" + name : _text + "/" + name;
        return Encoding.UTF8.GetByteCount(text) > MaxBytes ? Bad(text, $"is longer than {MaxBytes} bytes") : new FilePath(text, Names.Add(name), false);
    }

    /// <summary>Whether this is the other path, or lies below it.</summary>
    public bool IsWithin(FilePath other) => Names.Length >= other.Names.Length && Names.AsSpan(0, other.Names.Length).SequenceEqual(other.Names.AsSpan());

    /// <inheritdoc/>
    public bool Equals(FilePath? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FilePath);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>Makes the path of stored names, root first.</summary>
    internal static FilePath FromStored(ImmutableArray<EntryName> names)
    {
        if (names.IsEmpty) return Root;
        var text = new StringBuilder();
        foreach (var name in names) text.Append('/').Append(name);
        return new(text.ToString(), names, false);
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static Outcome<FilePath> Split(string text, byte[] buffer)
    {
        var mustBeDirectory = buffer[^1] == '/';
        var end = mustBeDirectory ? buffer.Length - 1 : buffer.Length;
        var names = ImmutableArray.CreateBuilder<EntryName>(buffer.AsSpan(0, end).Count((byte)'/'));
        for (var start = 1; start <= end;)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'/');
            if (length < 0) length = end - start;
            if (!EntryName.TryCreate(buffer, start, length, out var name, out var error)) return Bad(text, error!);
            names.Add(name);
            start += length + 1;
        }

        return new FilePath(mustBeDirectory ? text[..^1] : text, names.DrainToImmutable(), mustBeDirectory);
    }

    private static Refusal Bad(string? text, string error)
    {
        var shown = text is null ? "" : text.Length <= 200 ? text : text[..200] + "…";
        return new(RefusalCode.InvalidArgument, $"path `{shown.Replace("\0", "\\0", StringComparison.Ordinal)}` {error}");
    }
}
