namespace Panthera.Files;

/// <summary>The conditions of a move.</summary>
public sealed record MoveOptions
{
    /// <summary>No condition; an existing destination refuses the move.</summary>
    public static MoveOptions Default { get; } = new();

    /// <summary>Replace a file, or an empty directory, that is at the destination.</summary>
    public bool Replace { get; init; }

    /// <summary>Refuse unless the source's entity tag is this one.</summary>
    public string? IfMatch { get; init; }
}
