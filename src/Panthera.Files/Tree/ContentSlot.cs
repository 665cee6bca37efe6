using System.Runtime.InteropServices;

namespace Panthera.Files.Tree;

/// <summary>A content in memory, at the place of its slot.</summary>
/// <remarks>
/// <code>
/// ContentSlot, 11 bytes, little-endian
///  0               6            8            11
///  +---------------+------------+------------+
///  | size u47,     | references | generation |
///  | top bit: blob | u16        | u24        |
///  +---------------+------------+------------+
/// references  65535 for that many or more, which stand in the table of wide contents
/// A free slot has generation 0, and the version of the arena that freed it in its first eight bytes.
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
internal struct ContentSlot
{
    internal const int SizeBytes = 11;
    internal const ushort ManyReferences = ushort.MaxValue;

    private const ushort BlobBit = 0x8000;

    private uint _sizeLow;
    private ushort _sizeHigh;
    internal ushort References;
    private UInt24 _generation;

    internal uint Generation
    {
        readonly get => _generation;
        set => _generation = (UInt24)value;
    }

    internal readonly long SizeInBytes => _sizeLow | ((long)(_sizeHigh & ~BlobBit) << 32);

    internal readonly bool IsBlob => (_sizeHigh & BlobBit) != 0;

    internal readonly bool IsFree => _generation == 0;

    /// <summary>The arena's version that freed this slot; 0 if it was never used.</summary>
    internal readonly ulong FreedAt => _sizeLow | ((ulong)_sizeHigh << 32) | ((ulong)References << 48);

    internal void SetSize(long sizeBytes, bool isBlob)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)sizeBytes, (1UL << 47) - 1, nameof(sizeBytes));
        _sizeLow = (uint)sizeBytes;
        _sizeHigh = (ushort)((ushort)(sizeBytes >> 32) | (isBlob ? BlobBit : 0));
    }

    internal static ContentSlot Free(ulong version) =>
        new() { _sizeLow = (uint)version, _sizeHigh = (ushort)(version >> 32), References = (ushort)(version >> 48) };
}
