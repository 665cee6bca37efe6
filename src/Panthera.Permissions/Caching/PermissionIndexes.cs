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
    internal PermissionIndexes()
    {
    }

    /// <summary>When what answers rest on last changed.</summary>
    internal ChangeClock Clock { get; } = new();

    /// <summary>The numbers of subjects asked about lately.</summary>
    internal SubjectNumbers Subjects { get; } = new();

    /// <summary>The closure of groups.</summary>
    internal LeopardIndex Leopard { get; } = new();

    internal long ResidentBytes => Clock.ResidentBytes + Subjects.ResidentBytes + Leopard.ResidentBytes;

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
