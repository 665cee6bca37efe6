using System.Globalization;

namespace Panthera.Files.Content;

/// <summary>The name of one stored blob: what it holds, and which upload stored it.</summary>
/// <remarks>Two uploads of the same bytes have two names and share no file, so that removing the one never takes bytes from the other.
/// Its text, which is the file's name, is the hash, a dash, and 16 hexadecimal digits.</remarks>
/// <param name="Hash">The SHA-256 of the content.</param>
/// <param name="UploadId">64 random bits.</param>
internal readonly record struct BlobName(ContentHash Hash, ulong UploadId)
{
    private const int HashDigits = 2 * ContentHash.SizeBytes;
    private const int IdDigits = 16;

    internal static bool TryParse(ReadOnlySpan<char> text, out BlobName name)
    {
        name = default;
        if (text.Length != HashDigits + 1 + IdDigits || text[HashDigits] != '-') return false;
        var id = text[(HashDigits + 1)..];
        if (id.IndexOfAnyInRange('A', 'F') >= 0) return false;
        if (!ContentHash.TryParse(text[..HashDigits], out var hash)) return false;
        if (!ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var uploadId)) return false;
        name = new(hash, uploadId);
        return true;
    }

    public override string ToString() => $"{Hash}-{UploadId:x16}";
}
