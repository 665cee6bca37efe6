namespace Panthera.Server.Http.Contracts;

/// <summary>What a write, an append or making a directory made.</summary>
public sealed record WriteBody
{
    /// <summary>The file or directory as it is now.</summary>
    public required EntryBody Entry { get; init; }

    /// <summary>Whether it was not there before.</summary>
    public required bool Created { get; init; }

    /// <summary>Names the commit.</summary>
    public required string Token { get; init; }
}
