namespace Panthera.Files.Tenants;

/// <summary>Orders texts by code unit.</summary>
internal readonly struct OrdinalComparer : IComparer<string>
{
    public int Compare(string? x, string? y) => string.CompareOrdinal(x, y);
}
