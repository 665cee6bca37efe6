using Panthera.Permissions.Caching;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Bitmaps;

/// <summary>Whether what was decided of a file at one revision is also so at another, by the clock of changes.</summary>
/// <remarks>
/// <para>INVARIANT (no second copies of inheritance): it is only if, since the earlier of the two revisions, nobody's memberships changed, nor the file's own grants and place, nor those of a directory
/// above it. The way up shows the last, and is spared while no directory's did. So a move or a grant on a directory touches no bit, and makes those below it worth nothing.</para>
/// <para>It is of programs that rest on nothing else: <see cref="Graph.CompiledPermission.HasBitmaps"/>. INVARIANT (read-in-order): the state is pinned first, then the bit is read, then the clock. A clock read before
/// the bit may lack a change that the bit has already.</para>
/// </remarks>
internal static class BitmapTrust
{
    /// <summary>Whether a decision about a file holds at both revisions.</summary>
    /// <param name="clock">The tenant's clock.</param>
    /// <param name="structure">The tree at one of the two.</param>
    /// <param name="file">The file.</param>
    /// <param name="one">One revision.</param>
    /// <param name="other">The other one.</param>
    internal static bool Holds<TStructure>(ChangeClock clock, in TStructure structure, ObjectKey file, Revision one, Revision other)
        where TStructure : struct, IStructuralRelations
    {
        var since = one < other ? one : other;
        if (clock.LastChange(ChangeScopes.Everything) <= since) return true;
        if (clock.LastChange(ChangeScopes.Memberships) > since || IsChanged(clock, file, since)) return false;
        return clock.LastChange(ChangeScopes.Directories) <= since || IsWayUnchanged(clock, structure, file, since);
    }

    private static bool IsChanged(ChangeClock clock, ObjectKey file, Revision since) =>
        clock.LastChange(ChangeCell.GrantsOn(file)) > since || clock.LastChange(ChangeCell.PlaceOf(file.Id)) > since;

    // Each place that is as it was says which directory was above it then.
    private static bool IsWayUnchanged<TStructure>(ChangeClock clock, in TStructure structure, ObjectKey file, Revision since)
        where TStructure : struct, IStructuralRelations
    {
        var at = file;
        while (structure.TryGetPlace(at.Id, out var place))
        {
            if (!place.HasParent) return true;
            at = new(file.Type, place.Parent);
            if (IsChanged(clock, at, since)) return false;
        }

        return false;
    }
}
