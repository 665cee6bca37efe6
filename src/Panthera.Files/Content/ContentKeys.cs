using System.Buffers.Binary;

namespace Panthera.Files.Content;

/// <summary>The engine key of an inline content: its number, u64 big-endian.</summary>
internal static class ContentKeys
{
    internal static byte[] Of(ContentId id)
    {
        var key = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, id.Value);
        return key;
    }
}
