namespace Panthera.Permissions.Relationships;

/// <summary>The order of numbers.</summary>
internal readonly struct UInt64Order : IComparer<ulong>
{
    public int Compare(ulong x, ulong y) => x < y ? -1 : x > y ? 1 : 0;
}
