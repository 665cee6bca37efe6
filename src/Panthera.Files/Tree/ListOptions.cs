namespace Panthera.Files;

/// <summary>Which part of a directory to list.</summary>
public sealed record ListOptions
{
    /// <summary>The first page of the directory itself.</summary>
    public static ListOptions Default { get; } = new();

    /// <summary>Entries in the page at most, 1-10,000.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>Where the page before ended; null for the first.</summary>
    public string? Cursor { get; init; }

    /// <summary>Walk everything below, a directory before its entries, siblings in name order.</summary>
    public bool Recursive { get; init; }
}
