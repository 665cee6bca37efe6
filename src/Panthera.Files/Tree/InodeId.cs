using Panthera.Permissions.Structure;

namespace Panthera.Files;

/// <summary>The stored number of a file or directory: 64-bit, never reused, and the id of its `file` object in relationships.</summary>
/// <remarks>The text form is 16 lowercase hexadecimal digits, so that text order is numeric order. <c>default</c> (0) is no inode.</remarks>
/// <param name="Value">The number.</param>
public readonly record struct InodeId(ulong Value) : IComparable<InodeId>
{
    /// <summary>The root directory of every tenant with files.</summary>
    public static InodeId Root => new(1);

    /// <summary>No inode: what a detached root has for a parent.</summary>
    public static InodeId None => default;

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out InodeId id)
    {
        var valid = FileIdText.TryParse(text, out var value);
        id = valid ? new(value) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(InodeId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FileIdText.Format(Value);
}
