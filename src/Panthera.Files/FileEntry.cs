using Panthera.Permissions;

namespace Panthera.Files;

/// <summary>What a stat or a listing says of a file or directory.</summary>
/// <remarks>Where the caller may only pass through (<see cref="IsPassage"/>), everything but path and kind is empty.</remarks>
public sealed record FileEntry
{
    /// <summary>Where it is.</summary>
    public required FilePath Path { get; init; }

    /// <summary>File or directory.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Whether the caller cannot read it, and sees it only because it leads to something that they can read.</summary>
    public bool IsPassage { get; init; }

    /// <summary>Its identity, which survives moves; none for a passage.</summary>
    public InodeId Id { get; init; }

    /// <summary>Grows by one with each write of the content; 1 for a directory; 0 for a passage.</summary>
    public ulong Version { get; init; }

    /// <summary>The content's length; 0 for a directory.</summary>
    public long SizeBytes { get; init; }

    /// <summary>When the content was last written; for a directory, when it was made.</summary>
    public DateTimeOffset ModifiedAt { get; init; }

    /// <summary>The one user or agent who owns it; null for a passage.</summary>
    public SubjectReference? Owner { get; init; }

    /// <summary>Who made it: a subject, or `operator`; null for a passage.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>The entity tag of this version, with its quotes: `"id-version"`.</summary>
    public string ETag => $"\"{Id}-{Version}\"";
}
