using Panthera.Storage;

namespace Panthera.Permissions.Bitmaps;

/// <summary>What was decided for one subject and program at one revision: the slots of which something is known, and those that are allowed.</summary>
/// <remarks>Immutable. INVARIANT (bitmap): each bit is of a decision that holds at <see cref="At"/>, rests on no expiry and no condition, and is of the file that has the slot at
/// <see cref="At"/>; of a slot that nobody has there, what is said means nothing, and nobody comes to ask who had it then.</remarks>
/// <param name="At">The revision.</param>
/// <param name="NowTicks">The latest clock that something was decided by: what ended before it may not have ended for a request with an earlier one.</param>
/// <param name="Known">The slots whose file was decided.</param>
/// <param name="Allowed">Those of them that are allowed.</param>
internal sealed record BitmapContents(Revision At, long NowTicks, RoaringBitmap Known, RoaringBitmap Allowed)
{
    // The record, the bitmap that holds it, and its place in the table.
    private const long OwnBytes = 400 + (PermissionBitmap.MaxGathered * 5);

    internal long Bytes { get; } = OwnBytes + Known.Bytes + Allowed.Bytes;

    // Mostly everything is known, up to the slots that came later.
    private readonly long _knownBelow = Known.Cardinality is var count and > 0 && Known.TrySelect(count - 1, out var last) && last == count - 1 ? count : 0;

    internal static BitmapContents Empty(Revision at) => new(at, 0, RoaringBitmap.Empty, RoaringBitmap.Empty);

    /// <summary>What is said of a slot.</summary>
    internal BitmapAnswer Find(uint slot)
    {
        if (Allowed.Contains(slot)) return BitmapAnswer.Allowed;
        return slot < _knownBelow || Known.Contains(slot) ? BitmapAnswer.Denied : BitmapAnswer.Unknown;
    }
}
