namespace Panthera.Permissions.Tests.Oracle;

/// <summary>How much of what could be asked a test asks: everything, or what a random draw takes.</summary>
/// <param name="random">Draws; null for everything.</param>
/// <param name="inPages">Whether look-ups are also read page by page.</param>
internal readonly struct Sample(Random? random, bool inPages = true)
{
    internal static Sample Everything => new(null);

    internal bool IsEverything => random is null;

    internal Sample WithoutPages => new(random, inPages: false);

    internal bool Takes(int oneIn) => random is null || random.Next(oneIn) == 0;

    /// <summary>The sizes of pages in which so many results are read: every size if they are few.</summary>
    internal IEnumerable<int> PageSizes(int results)
    {
        if (!inPages) return [];
        if (random is not null) return [1, 2, 3];
        return results <= 8 ? Enumerable.Range(1, results + 1) : [1, 2, 3, 7, results, results + 1];
    }
}
