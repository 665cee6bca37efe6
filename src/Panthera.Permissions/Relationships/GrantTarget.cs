namespace Panthera.Permissions.Relationships;

/// <summary>What a relationship grants on: a resource and its relation. An entry of the reverse index.</summary>
internal readonly record struct GrantTarget(TypeId Type, RelationId Relation, ulong Id)
{
    internal ObjectKey Resource => new(Type, Id);

    internal readonly struct Order : IComparer<GrantTarget>
    {
        public int Compare(GrantTarget x, GrantTarget y)
        {
            var order = x.Type.Value.CompareTo(y.Type.Value);
            if (order != 0) return order;
            order = x.Relation.Value.CompareTo(y.Relation.Value);
            return order != 0 ? order : x.Id.CompareTo(y.Id);
        }
    }
}
