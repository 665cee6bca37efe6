using System.Runtime.InteropServices;

namespace Panthera.Files.Tree;

/// <summary>A number in three bytes, little-endian.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = 3)]
internal readonly struct UInt24
{
    internal const uint MaxValue = 0xFF_FFFF;

    private readonly ushort _low;
    private readonly byte _high;

    private UInt24(uint value)
    {
        _low = (ushort)value;
        _high = (byte)(value >> 16);
    }

    public static implicit operator uint(UInt24 value) => value._low | ((uint)value._high << 16);

    /// <exception cref="OverflowException">The number takes more than 24 bits.</exception>
    public static explicit operator UInt24(uint value) => value <= MaxValue ? new(value) : throw new OverflowException($"{value} takes more than 24 bits");
}
