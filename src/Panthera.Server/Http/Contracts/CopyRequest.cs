namespace Panthera.Server.Http.Contracts;

/// <summary>Asks for a copy.</summary>
public sealed record CopyRequest
{
    /// <summary>The path to copy.</summary>
    public required string From { get; init; }

    /// <summary>The path of the copy.</summary>
    public required string To { get; init; }
}
