using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Caching;

/// <summary>The place in a <see cref="ChangeClock"/> of something that can change.</summary>
/// <remarks>Two things may share one: then a change of either counts as one of both, which costs a false invalidation and nothing else. Whole hashes are kept, so that the
/// clock may grow under what rests on it.</remarks>
/// <param name="Hash">The hash.</param>
internal readonly record struct ChangeCell(uint Hash)
{
    private const ulong GrantsKind = 0x9E3779B97F4A7C15;
    private const ulong PlaceKind = 0xC2B2AE3D27D4EB4F;
    private const ulong TargetsKind = 0x165667B19E3779F9;

    /// <summary>The relationships stored on a resource, whatever their relation.</summary>
    internal static ChangeCell GrantsOn(ObjectKey resource) => Mix(GrantsKind, resource.Type.Value, resource.Id);

    /// <summary>A file's parent, owner and existence as an inode. Whether its chain of parents reaches the root rests on the places of all of them.</summary>
    internal static ChangeCell PlaceOf(ulong file) => Mix(PlaceKind, 0, file);

    /// <summary>The relationships that name a subject, an object, a userset or a wildcard: what it stands in.</summary>
    internal static ChangeCell TargetsOf(in SubjectKey subject) => Mix(TargetsKind, subject.Type.Value | ((ulong)subject.Relation.Value << 32), subject.Id);

    private static ChangeCell Mix(ulong kind, ulong form, ulong id)
    {
        var mixed = (id ^ (form * kind)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 32) ^ kind) * 0x94D049BB133111EB;
        return new((uint)(mixed >> 32));
    }
}
