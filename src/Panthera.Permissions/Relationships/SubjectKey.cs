namespace Panthera.Permissions.Relationships;

/// <summary>A subject by number: an object, a userset, or a wildcard.</summary>
/// <param name="Type">The type.</param>
/// <param name="Relation">The relation whose members are meant; <see cref="RelationId.None"/> for the object itself.</param>
/// <param name="Id">The object's number; <see cref="ObjectKey.Wildcard"/> for every one of the type.</param>
public readonly record struct SubjectKey(TypeId Type, RelationId Relation, ulong Id)
{
    /// <summary>The object without the relation.</summary>
    public ObjectKey Object => new(Type, Id);

    /// <summary>Whether it stands for every subject of its type.</summary>
    public bool IsWildcard => Id == ObjectKey.Wildcard && Relation.Value == 0;
}
