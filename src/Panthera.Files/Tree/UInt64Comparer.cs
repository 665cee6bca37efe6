namespace Panthera.Files.Tree;

/// <summary>Orders numbers.</summary>
internal readonly struct UInt64Comparer : IComparer<ulong>
{
    public int Compare(ulong x, ulong y) => x.CompareTo(y);
}
