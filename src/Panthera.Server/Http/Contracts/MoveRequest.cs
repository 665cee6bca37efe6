namespace Panthera.Server.Http.Contracts;

/// <summary>Asks for a move.</summary>
public sealed record MoveRequest
{
    /// <summary>The path to move.</summary>
    public required string From { get; init; }

    /// <summary>The path that it has afterwards.</summary>
    public required string To { get; init; }

    /// <summary>Whether a file, or an empty directory, at the destination is replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>Refuse unless the source's entity tag is this one.</summary>
    public string? IfMatch { get; init; }
}
