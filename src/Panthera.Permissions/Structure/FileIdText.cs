using System.Buffers.Binary;
using System.Globalization;

namespace Panthera.Permissions.Structure;

/// <summary>The text form of a file's id in a tenant with files: 16 lowercase hexadecimal digits, so that text order is numeric order.</summary>
public static class FileIdText
{
    /// <summary>The name of the structural type.</summary>
    public const string TypeName = "file";

    /// <summary>The relation to the directory that holds the file.</summary>
    public const string ParentRelation = "parent";

    /// <summary>The relation to the one subject that owns the file.</summary>
    public const string OwnerRelation = "owner";

    /// <summary>Writes an id.</summary>
    public static string Format(ulong file) => string.Create(16, file, static (text, number) =>
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        Convert.TryToHexStringLower(bytes, text, out _);
    });

    /// <summary>Reads an id; only the exact form is one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong file)
    {
        file = 0;
        return text.Length == 16
            && !text.ContainsAnyInRange('A', 'F')
            && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out file);
    }
}
