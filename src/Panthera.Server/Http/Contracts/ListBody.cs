namespace Panthera.Server.Http.Contracts;

/// <summary>One page of a listing.</summary>
public sealed record ListBody
{
    /// <summary>The entries that the caller may see, by name bytewise.</summary>
    public required IReadOnlyList<EntryBody> Entries { get; init; }

    /// <summary>What to give as `cursor` for the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }

    /// <summary>The moment that the page shows.</summary>
    public required string Token { get; init; }
}
