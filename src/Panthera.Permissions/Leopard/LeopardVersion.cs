using Panthera.Permissions.Bitmaps;

namespace Panthera.Permissions.Leopard;

/// <summary>The closure of groups from one revision to another. Immutable, but for its end; read without locks.</summary>
/// <remarks>
/// <para>For each userset with a number, the numbers of all usersets that contain it, over one or more relationships. A userset that contains itself, in a cycle, is among them.</para>
/// <para>INVARIANT (interval): it says what holds at every revision from <see cref="Since"/> to before <see cref="Until"/>, and nothing of others. The end is stored before
/// the commit that ends it can be seen, so whoever has pinned a revision and finds it before the end may go by the version.</para>
/// </remarks>
internal sealed class LeopardVersion
{
    internal const int PageBits = 8;
    internal const int PageSize = 1 << PageBits;

    private readonly RoaringBitmap?[]?[] _pages;
    private long _until = long.MaxValue;

    internal LeopardVersion(UsersetNumbers numbers, RoaringBitmap?[]?[] pages, int count, ulong since)
    {
        Numbers = numbers;
        _pages = pages;
        Count = count;
        Since = since;
    }

    internal UsersetNumbers Numbers { get; }

    /// <summary>How many usersets it knows: those with higher numbers have no edges in it.</summary>
    internal int Count { get; }

    /// <summary>The first revision that it holds for.</summary>
    internal ulong Since { get; }

    /// <summary>The first revision after <see cref="Since"/> that it may not hold for.</summary>
    internal ulong Until => (ulong)Volatile.Read(ref _until);

    /// <summary>The usersets that contain one which the index does not see through: not being found in them is no answer.</summary>
    internal required RoaringBitmap Incomplete { get; init; }

    /// <summary>The usersets whose containers are still being worked out, for this very revision; null when there are none.</summary>
    internal RoaringBitmap? Behind { get; init; }

    /// <summary>Whether not being found is an answer at all: not while <see cref="Incomplete"/> is being worked out.</summary>
    internal bool Denies { get; init; } = true;

    /// <summary>The version before, for those who have pinned an earlier revision; null when it is not kept.</summary>
    internal LeopardVersion? Before { get; set; }

    internal RoaringBitmap?[]?[] Pages => _pages;

    internal bool Serves(ulong revision) => Since <= revision && revision < Until;

    internal bool TryGetNumber(in Relationships.GrantTarget userset, out uint number) => Numbers.TryGet(userset, out number) && number < (uint)Count;

    /// <summary>The usersets that contain one; null when there are none.</summary>
    internal RoaringBitmap? ContainersOf(uint number) => _pages[number >> PageBits] is { } page ? page[number & (PageSize - 1)] : null;

    internal bool IsBehind(uint number) => Behind is { } behind && behind.Contains(number);

    /// <summary>Ends it before a revision. Under the index's lock.</summary>
    internal void End(ulong before)
    {
        if (before < Until) Volatile.Write(ref _until, (long)before);
    }
}
