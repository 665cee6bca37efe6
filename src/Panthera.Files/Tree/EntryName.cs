using System.Text;
using System.Text.Unicode;

namespace Panthera.Files;

/// <summary>The name of an entry in its directory: 1-255 bytes of valid UTF-8, as given.</summary>
/// <remarks>Compared bytewise: nothing is normalized, and case counts. No `/`, no NUL, not `.` or `..`. A name is a slice of a buffer that
/// nobody writes to; <c>default</c> is not a name.</remarks>
public readonly struct EntryName : IEquatable<EntryName>, IComparable<EntryName>
{
    /// <summary>The longest name, in bytes: what file systems take.</summary>
    public const int MaxBytes = 255;

    private readonly byte[] _buffer;
    private readonly int _start;
    private readonly int _length;

    private EntryName(byte[] buffer, int start, int length)
    {
        _buffer = buffer;
        _start = start;
        _length = length;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => new(_buffer, _start, _length);

    /// <summary>Takes a slice of a buffer as a name, if it is one.</summary>
    /// <param name="buffer">Kept, not copied; must not change.</param>
    /// <param name="start">Where the name starts.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="name">The name.</param>
    /// <param name="error">What is wrong with it, naming the rule.</param>
    internal static bool TryCreate(byte[] buffer, int start, int length, out EntryName name, out string? error)
    {
        var bytes = buffer.AsSpan(start, length);
        error = length switch
        {
            0 => "has an empty name between two slashes",
            > MaxBytes => $"has a name of {length} bytes; a name has at most {MaxBytes}",
            _ when bytes.SequenceEqual("."u8) || bytes.SequenceEqual(".."u8) => $"has a `{Encoding.UTF8.GetString(bytes)}` segment; give the path without it",
            _ when bytes.Contains((byte)0) => "has a NUL byte in a name",
            _ when bytes.Contains((byte)'/') => "has a slash in a name",
            _ when !Utf8.IsValid(bytes) => "has a name that is not valid UTF-8",
            _ => null,
        };
        name = error is null ? new(buffer, start, length) : default;
        return error is null;
    }

    /// <summary>A name that was validated when it was stored.</summary>
    internal static EntryName FromStored(ReadOnlySpan<byte> bytes) => new(bytes.ToArray(), 0, bytes.Length);

    /// <summary>This name in a buffer of its own, so that keeping it does not keep a whole path.</summary>
    internal EntryName Compact() => _start == 0 && _length == _buffer.Length ? this : FromStored(Bytes);

    /// <inheritdoc/>
    public bool Equals(EntryName other) => Bytes.SequenceEqual(other.Bytes);

    /// <summary>Whether both are the same bytes.</summary>
    public static bool operator ==(EntryName left, EntryName right) => left.Equals(right);

    /// <summary>Whether they are different bytes.</summary>
    public static bool operator !=(EntryName left, EntryName right) => !left.Equals(right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EntryName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(EntryName other) => Bytes.SequenceCompareTo(other.Bytes);

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
