namespace Panthera.Server.Http.Contracts;

/// <summary>What a copy made, and what it left out.</summary>
public sealed record CopyBody
{
    /// <summary>The copy's root.</summary>
    public required EntryBody Entry { get; init; }

    /// <summary>Files and directories copied.</summary>
    public required long CopiedEntries { get; init; }

    /// <summary>Paths that the caller sees and cannot read, at most 1,000.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Names the commit.</summary>
    public required string Token { get; init; }
}
