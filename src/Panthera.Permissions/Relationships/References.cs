using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Relationships;

/// <summary>Translates between text references and the numbers they are stored under.</summary>
public static class References
{
    /// <summary>Finds an object's number; nothing is written.</summary>
    /// <param name="state">The relationships.</param>
    /// <param name="structure">The tree.</param>
    /// <param name="reference">The object, whose type some schema of this tenant must have named.</param>
    /// <param name="key">The number; <see cref="ObjectKey.Unknown"/> with the type when the object was never written.</param>
    /// <returns>Whether the type is known.</returns>
    public static bool TryFind<TStructure>(PermissionsState state, in TStructure structure, ObjectReference reference, out ObjectKey key)
        where TStructure : struct, IStructuralRelations
    {
        key = default;
        if (!state.TryGetType(reference.Type, out var type)) return false;
        ulong number;
        if (IsFile(structure, reference.Type))
        {
            // The numbers that mean something else are no file's.
            if (!FileIdText.TryParse(reference.Id, out number) || number >= ObjectKey.UnknownSubject) number = ObjectKey.Unknown;
        }
        else if (!state.Table(type).Numbers.TryGetValue(reference.Id, out number))
        {
            number = ObjectKey.Unknown;
        }

        key = new(type, number);
        return true;
    }

    /// <summary>Writes an object as text.</summary>
    public static ObjectReference Format<TStructure>(PermissionsState state, in TStructure structure, ObjectKey key)
        where TStructure : struct, IStructuralRelations
    {
        var table = state.Table(key.Type);
        if (key.Id == ObjectKey.Wildcard) return new(table.Name, "*");
        if (IsFile(structure, table.Name)) return new(table.Name, FileIdText.Format(key.Id));
        return new(table.Name, table.Texts.TryGetValue(key.Id, out var text) ? text : "?");
    }

    /// <summary>Writes a subject as text.</summary>
    public static SubjectReference Format<TStructure>(PermissionsState state, in TStructure structure, SubjectKey key)
        where TStructure : struct, IStructuralRelations
    {
        var (type, id) = Format(state, structure, key.Object);
        return new(type, id, key.Relation == RelationId.None ? null : state.NameOf(key.Relation));
    }

    internal static Relationship Format<TStructure>(PermissionsState state, in TStructure structure, ObjectKey resource, RelationId relation, SubjectKey subject, in RelationshipTerms terms)
        where TStructure : struct, IStructuralRelations =>
        new(Format(state, structure, resource), state.NameOf(relation), Format(state, structure, subject), Expiry.ToTime(terms.ExpiresAt), terms.Caveat?.ToReference());

    internal static bool IsFile<TStructure>(in TStructure structure, [NotNullWhen(true)] string? type)
        where TStructure : struct, IStructuralRelations =>
        structure.IsPresent && type == FileIdText.TypeName;
}
