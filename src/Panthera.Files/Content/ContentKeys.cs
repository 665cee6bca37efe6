using System.Buffers.Binary;

namespace Panthera.Files.Content;

/// <summary>The engine key of an inline content: its number, u64 big-endian.</summary>
internal static class ContentKeys
{
    internal const int Length = 8;

    internal static void Write(ContentId id, Span<byte> key) => BinaryPrimitives.WriteUInt64BigEndian(key, id.Value);

    internal static byte[] Of(ContentId id)
    {
        var key = new byte[Length];
        Write(id, key);
        return key;
    }
}
