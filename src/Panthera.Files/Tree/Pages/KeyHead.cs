using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Panthera.Files.Tree.Pages;

/// <summary>The first eight bytes of a key as a number that orders as they do: most comparisons in a search are decided by it.</summary>
/// <remarks>A shorter key is filled up with zeros, so that equal heads decide nothing: then the keys are compared whole.</remarks>
internal static class KeyHead
{
    internal const int Bytes = sizeof(ulong);

    internal static ulong Of(ReadOnlySpan<byte> key)
    {
        if (key.Length >= Bytes) return BinaryPrimitives.ReadUInt64BigEndian(key);
        ulong head = 0;
        for (var i = 0; i < key.Length; i++) head |= (ulong)key[i] << (56 - (8 * i));
        return head;
    }

    /// <summary>The head of a key in a page, at least eight bytes before the page's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong At(ReadOnlySpan<byte> page, int start, int length)
    {
        var head = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(page), (uint)start)));
        if (!BitConverter.IsLittleEndian) head = BinaryPrimitives.ReverseEndianness(head);
        return length >= Bytes ? head : length == 0 ? 0 : head & (ulong.MaxValue << (64 - (8 * length)));
    }

    /// <summary>Whether the head of a key that begins at a place may be read: all of it is in the page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsReadable(int start) => (uint)start <= PageArena.PageBytes - Bytes;
}
