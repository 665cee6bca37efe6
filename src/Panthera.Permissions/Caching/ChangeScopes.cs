namespace Panthera.Permissions.Caching;

/// <summary>Coarse cells of a <see cref="ChangeClock"/>: what rests on more than can be listed rests on these.</summary>
[Flags]
internal enum ChangeScopes : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Whatever may change an answer: any relationship, place, owner or schema.</summary>
    Everything = 1,

    /// <summary>Any relationship by which somebody may come to be in a userset that a schema lets others name, and the schema itself.</summary>
    Memberships = 2,

    /// <summary>Any grant on a directory, and any directory's move, detachment or change of owner. Not the making of one, since nothing rests on what was not there yet, nor what is done to
    /// a plain file or its grants, nor a purge: whoever asks of a file keeps that file's own cells too.</summary>
    Directories = 4,

    /// <summary>Any relationship by which a userset stands in another, and the schema itself: what the closure of groups is made of. Not what puts subjects into groups.</summary>
    Nesting = 8,
}
