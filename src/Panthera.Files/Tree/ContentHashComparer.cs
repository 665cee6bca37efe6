using Panthera.Files.Content;
namespace Panthera.Files.Tree;

/// <summary>Orders content hashes.</summary>
internal readonly struct ContentHashComparer : IComparer<ContentHash>
{
    public int Compare(ContentHash x, ContentHash y) => x.CompareTo(y);
}
