namespace Panthera.Files.Tree;

/// <summary>Orders names bytewise.</summary>
internal readonly struct EntryNameComparer : IComparer<EntryName>
{
    public int Compare(EntryName x, EntryName y) => x.CompareTo(y);
}
