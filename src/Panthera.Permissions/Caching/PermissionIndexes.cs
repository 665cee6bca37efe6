using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Leopard;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Caching;

/// <summary>Everything about one loaded tenant's permissions that can be worked out again: the clock of changes, and the caches and indexes that go by it.</summary>
/// <remarks>
/// <para>Shared by all states of one load, and by no other load: a roll-back, an eviction or a drop leaves it behind with the states that it is about. Thread-safe.</para>
/// <para>INVARIANT (published-only): only states that were published are answered for and learned from. A draft has the number of the commit before it, and other contents.</para>
/// </remarks>
public sealed class PermissionIndexes
{
    private CacheLimits _limits = null!;

    internal PermissionIndexes() => Limits = CacheLimits.Default;

    /// <summary>When what answers rest on last changed.</summary>
    internal ChangeClock Clock { get; } = new();

    /// <summary>The numbers of subjects asked about lately.</summary>
    internal SubjectNumbers Subjects { get; } = new();

    /// <summary>What subjects were decided to have.</summary>
    internal PermissionBitmaps Bitmaps { get; } = new();

    /// <summary>The closure of groups.</summary>
    internal LeopardIndex Leopard { get; } = new();

    /// <summary>What programs answers are kept under.</summary>
    internal ProgramIdentities Identities { get; } = new();

    /// <summary>Answers to whole checks.</summary>
    internal AnswerCache Results { get; } = new();

    /// <summary>Answers to costly parts of checks.</summary>
    internal AnswerCache Subproblems { get; } = new();

    /// <summary>Answers to whether a subject is in a group, where that was costly.</summary>
    internal AnswerCache Memberships { get; } = new();

    /// <summary>The costly computations under way.</summary>
    internal Coalescer Flights { get; } = new();

    /// <summary>What each may take; may be changed at any time.</summary>
    public CacheLimits Limits
    {
        get => _limits;
        set
        {
            if (ReferenceEquals(_limits, value)) return;
            _limits = value;
            (Results.MaxBytes, Subproblems.MaxBytes, Memberships.MaxBytes, Bitmaps.MaxBytes) = (value.ResultBytes, value.SubproblemBytes, value.MembershipBytes, value.BitmapBytes);
        }
    }

    internal long ResidentBytes =>
        Clock.ResidentBytes + Subjects.ResidentBytes + Identities.ResidentBytes + Results.ResidentBytes + Subproblems.ResidentBytes + Memberships.ResidentBytes + Bitmaps.ResidentBytes + Leopard.ResidentBytes;

    /// <summary>What each piece did since the tenant was loaded.</summary>
    public IEnumerable<(PermissionPieces Piece, PieceCounters Counters)> Counters
    {
        get
        {
            yield return (PermissionPieces.Results, Results.Counters);
            yield return (PermissionPieces.Subproblems, Subproblems.Counters);
            yield return (PermissionPieces.Memberships, Memberships.Counters);
            yield return (PermissionPieces.Leopard, Leopard.Counters.ToPiece());
            yield return (PermissionPieces.Bitmaps, new(Bitmaps.Hits, Bitmaps.Misses, 0, Bitmaps.Stale, 0, Bitmaps.ResidentBytes, 0));
            yield return (PermissionPieces.Coalescing, new(0, Flights.Computed, Flights.Joined, 0, 0, 0, 0));
        }
    }

    /// <summary>Lets the counters begin anew.</summary>
    public void ResetCounters()
    {
        Results.ResetCounters();
        Subproblems.ResetCounters();
        Memberships.ResetCounters();
    }

    /// <summary>Forgets every answer that is kept, as after a load; what is under way goes on.</summary>
    public void Clear()
    {
        Results.Clear();
        Subproblems.Clear();
        Memberships.Clear();
        Bitmaps.Clear();
    }

    /// <summary>Waits until somebody wants bitmaps: <see cref="Graph.PermissionGraph{TStructure}.BuildBitmapsAsync"/> makes them.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask WaitForWantedBitmapsAsync(CancellationToken cancellationToken) => await Bitmaps.WaitForWantedAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The indexes that may answer for a state; none for one that was not published.</summary>
    internal static PermissionIndexes? Of(TenantState snapshot) => snapshot.IsPublished ? snapshot.Of(PermissionsRoom.Instance).Indexes : null;

    /// <summary>Marks that a file has another parent or owner, was made, or is no more. For the tenant's writer, before the state in which it is so is published.</summary>
    /// <param name="file">The inode's number.</param>
    /// <param name="bearsOthers">Whether others may stand below it: a directory that was there before.</param>
    /// <param name="at">The commit.</param>
    public void MarkPlace(ulong file, bool bearsOthers, Revision at)
    {
        Clock.Stamp(ChangeCell.PlaceOf(file), at);
        if (bearsOthers) Clock.Stamp(ChangeScopes.Directories, at);
    }

    /// <summary>Marks that the relationships on a directory changed. For the tenant's writer, before the state in which they did is published.</summary>
    /// <param name="at">The commit.</param>
    public void MarkDirectoryGrants(Revision at) => Clock.Stamp(ChangeScopes.Directories, at);
}
