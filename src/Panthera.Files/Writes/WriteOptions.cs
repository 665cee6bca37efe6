namespace Panthera.Files;

/// <summary>The conditions of a write; the tenant's writer decides them.</summary>
public sealed record WriteOptions
{
    /// <summary>No condition.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>Refuse if the file exists already.</summary>
    public bool CreateOnly { get; init; }

    /// <summary>Refuse unless the file's entity tag is this one (with its quotes); `*` means that it exists. Null for no condition.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Make missing directories on the way, if the caller may.</summary>
    public bool CreateParents { get; init; }

    /// <summary>The modification time to record, for imports; null for now. Only the operator may set it.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Groups the commits of one larger job; recorded in the log.</summary>
    public Guid? BatchId { get; init; }
}
