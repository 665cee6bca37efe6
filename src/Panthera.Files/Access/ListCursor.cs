using System.Buffers.Text;
using System.Collections.Immutable;
using System.IO.Hashing;
using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Files.Access;

/// <summary>The opaque text that says where a page of a listing ended.</summary>
/// <remarks>
/// <code>
/// `c` base64url( version u8 = 1 | directory u64 | recursive u8 | count varint | names, each with its length | XXH32 u32 )
/// </code>
/// It names an entry that the caller was shown, and grants nothing.
/// </remarks>
internal static class ListCursor
{
    private const byte Version = 1;

    internal static string Format(InodeId directory, bool recursive, ImmutableArray<EntryName> last)
    {
        var writer = new RecordWriter();
        writer.Byte(Version);
        writer.UInt64(directory.Value);
        writer.Byte(recursive ? (byte)1 : (byte)0);
        writer.VarUInt((ulong)last.Length);
        foreach (var name in last) writer.Bytes(name.Bytes);
        writer.UInt32(XxHash32.HashToUInt32(writer.Written));
        return "c" + Base64Url.EncodeToString(writer.Written);
    }

    internal static bool TryParse(string text, InodeId directory, bool recursive, out ImmutableArray<EntryName> last)
    {
        last = [];
        if (text.Length is < 2 or > 12_000 || text[0] != 'c' || !Base64Url.IsValid(text.AsSpan(1))) return false;
        var bytes = Base64Url.DecodeFromChars(text.AsSpan(1));
        if (bytes.Length < 15) return false;
        var body = bytes.AsSpan(0, bytes.Length - 4);
        if (new RecordReader(bytes.AsSpan(body.Length)).UInt32() != XxHash32.HashToUInt32(body)) return false;
        try
        {
            var reader = new RecordReader(body);
            if (reader.Byte() != Version || reader.UInt64() != directory.Value || reader.Byte() != (recursive ? 1 : 0)) return false;
            var count = reader.VarUInt();
            if (count is 0 or > FilePath.MaxBytes) return false;
            var names = ImmutableArray.CreateBuilder<EntryName>();
            for (var i = 0UL; i < count; i++)
            {
                var name = reader.Bytes().ToArray();
                if (!EntryName.TryCreate(name, 0, name.Length, out var valid, out _)) return false;
                names.Add(valid);
            }

            last = names.ToImmutable();
            return reader.AtEnd;
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
