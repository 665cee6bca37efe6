using Panthera.Permissions.Relationships;

namespace Panthera.Files.Tree;

/// <summary>A key of the index of files by owner.</summary>
internal readonly record struct OwnedFile(ObjectKey Owner, ulong Inode)
{
    internal readonly struct Comparer : IComparer<OwnedFile>
    {
        public int Compare(OwnedFile x, OwnedFile y)
        {
            var order = x.Owner.Id.CompareTo(y.Owner.Id);
            if (order == 0) order = x.Owner.Type.Value.CompareTo(y.Owner.Type.Value);
            return order != 0 ? order : x.Inode.CompareTo(y.Inode);
        }
    }
}
