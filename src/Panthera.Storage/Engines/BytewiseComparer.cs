namespace Panthera.Storage.Engines;

/// <summary>Orders byte strings as engines do: bytewise, shorter first.</summary>
public readonly struct BytewiseComparer : IComparer<byte[]>
{
    /// <inheritdoc/>
    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
