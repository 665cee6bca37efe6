namespace Panthera.Permissions.Relationships;

/// <summary>An object, or a userset of it, within the table of its type: the key of the reverse index.</summary>
internal readonly record struct UsersetKey(ulong Id, RelationId Relation)
{
    internal readonly struct Order : IComparer<UsersetKey>
    {
        public int Compare(UsersetKey x, UsersetKey y)
        {
            var order = x.Id.CompareTo(y.Id);
            return order != 0 ? order : x.Relation.Value.CompareTo(y.Relation.Value);
        }
    }
}
