namespace Panthera.Files.Tree;

/// <summary>A key of the index of files by owner.</summary>
internal readonly record struct OwnedFile(OwnerKey Owner, ulong Inode)
{
    internal readonly struct Comparer : IComparer<OwnedFile>
    {
        public int Compare(OwnedFile x, OwnedFile y)
        {
            var order = x.Owner.Id.CompareTo(y.Owner.Id);
            if (order == 0) order = x.Owner.Type.CompareTo(y.Owner.Type);
            return order != 0 ? order : x.Inode.CompareTo(y.Inode);
        }
    }
}
