using System.Text.Json.Serialization;

namespace Panthera.Server.Http.Contracts;

/// <summary>A file or directory.</summary>
/// <remarks>Where the caller may only pass through, it has a path, a kind and <see cref="IsPassage"/>, and nothing else.</remarks>
public sealed record EntryBody
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>`file` or `directory`.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the caller sees it only because it leads to something that they can read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPassage { get; init; }

    /// <summary>Its identity, which survives moves.</summary>
    public string? Id { get; init; }

    /// <summary>Grows by one with each write.</summary>
    public ulong? Version { get; init; }

    /// <summary>The content's length; 0 for a directory.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>When the content was last written; for a directory, when it was made.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>The one user or agent who owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>Who made it: a subject, or `operator`.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>The entity tag of this version, with its quotes.</summary>
    [JsonPropertyName("etag")]
    public string? ETag { get; init; }
}
