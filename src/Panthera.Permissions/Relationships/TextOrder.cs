namespace Panthera.Permissions.Relationships;

/// <summary>The ordinal order of texts: ids are never compared in any other way.</summary>
internal readonly struct TextOrder : IComparer<string>
{
    public int Compare(string? x, string? y) => string.CompareOrdinal(x, y);
}
