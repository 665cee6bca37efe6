using Panthera.Files.Tree;

namespace Panthera.Files.Checking;

/// <summary>Compares two trees of the same revision, such as one loaded from an image with one read from its records.</summary>
internal static class TreeComparison
{
    /// <summary>Says what differs first; null if nothing does.</summary>
    internal static string? FirstDifference(TreeState left, TreeState right, CancellationToken cancellationToken)
    {
        if ((left.InodeCount, left.ContentCount, left.DetachedCount, left.UnreferencedCount) != (right.InodeCount, right.ContentCount, right.DetachedCount, right.UnreferencedCount))
            return $"{left.InodeCount} inodes, {left.ContentCount} contents, {left.DetachedCount} deleted trees against {right.InodeCount}, {right.ContentCount}, {right.DetachedCount}";
        if ((left.NextInodeGeneration, left.NextContentGeneration) != (right.NextInodeGeneration, right.NextContentGeneration)) return "the generations of numbers differ";
        return CompareInodes(left, right, cancellationToken) ?? CompareContents(left, right);
    }

    private static string? CompareInodes(TreeState left, TreeState right, CancellationToken cancellationToken)
    {
        using var other = right.Inodes.GetEnumerator();
        foreach (var (id, inode) in left.Inodes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!other.MoveNext() || other.Current.Id != id) return $"inode {inode.Id} is in one only";
            if (!AreAlike(left, inode, right, other.Current.Inode)) return $"inode {inode.Id} differs";
        }

        return null;
    }

    private static bool AreAlike(TreeState leftTree, Inode left, TreeState rightTree, Inode right) =>
        (left.Parent, left.Kind, left.Version, left.SizeBytes, left.Content, left.ModifiedAt, left.EntryCount) == (right.Parent, right.Kind, right.Version, right.SizeBytes, right.Content, right.ModifiedAt, right.EntryCount)
        && left.Owner == right.Owner && left.CreatedBy == right.CreatedBy
        && leftTree.NameOf(left).Bytes.SequenceEqual(rightTree.NameOf(right).Bytes)
        && leftTree.IsDetached(left.Id) == rightTree.IsDetached(right.Id);

    private static string? CompareContents(TreeState left, TreeState right)
    {
        using var other = right.Contents.GetEnumerator();
        foreach (var content in left.Contents)
        {
            if (!other.MoveNext() || other.Current.Id != content.Id) return $"content {content.Id.Value:x16} is in one only";
            var found = other.Current;
            if ((content.SizeBytes, content.IsInline, content.References) != (found.SizeBytes, found.IsInline, found.References)) return $"content {content.Id.Value:x16} differs";
            if (left.IsUnreferenced(content.Id) != right.IsUnreferenced(content.Id)) return $"content {content.Id.Value:x16} is unreferenced in one only";
        }

        return null;
    }
}
