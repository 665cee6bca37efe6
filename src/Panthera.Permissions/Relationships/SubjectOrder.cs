namespace Panthera.Permissions.Relationships;

/// <summary>Sorts the subjects of a relation: objects and wildcards first, usersets after them, so that each can be walked alone.</summary>
internal readonly struct SubjectOrder : IComparer<SubjectKey>
{
    public int Compare(SubjectKey x, SubjectKey y)
    {
        var order = x.Relation.Value.CompareTo(y.Relation.Value);
        if (order != 0) return order;
        order = x.Type.Value.CompareTo(y.Type.Value);
        return order != 0 ? order : x.Id.CompareTo(y.Id);
    }
}
