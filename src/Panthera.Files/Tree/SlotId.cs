namespace Panthera.Files.Tree;

/// <summary>The numbers of inodes and contents: a dense slot, and a generation that tells those apart which had the slot one after another.</summary>
/// <remarks>
/// <code>
/// number u64 = slot u40 | generation u24
/// </code>
/// INVARIANT (ids): a slot and a generation are given out together at most once, so that a number is never reused though its slot is. Numbers
/// order as their slots, since at most one at a time has a slot.
/// </remarks>
internal static class SlotId
{
    internal const uint MaxGeneration = UInt24.MaxValue;

    /// <summary>No slot.</summary>
    internal const uint None = uint.MaxValue;

    private const int GenerationBits = 24;

    internal static ulong Of(uint slot, uint generation) => ((ulong)slot << GenerationBits) | generation;

    /// <summary>The slot; <see cref="None"/> for numbers that have none.</summary>
    internal static uint SlotOf(ulong number) => number >> GenerationBits is var slot and < None ? (uint)slot : None;

    internal static uint GenerationOf(ulong number) => (uint)number & MaxGeneration;
}
