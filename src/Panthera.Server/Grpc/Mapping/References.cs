using System.Buffers;
using Panthera.Permissions;
using Panthera.Server.Grpc.Errors;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>Resources and subjects. That their names follow the grammar, the permission store checks.</summary>
internal static class References
{
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    internal static ObjectReference ToResource(this Wire.ObjectReference? wire) =>
        wire is null ? throw WireErrors.Invalid("`resource` is missing; give its `object_type` and `object_id`") : new(wire.ObjectType, wire.ObjectId);

    internal static SubjectReference ToSubject(this Wire.SubjectReference? wire) => wire?.Object is null
        ? throw WireErrors.Invalid("`subject` is missing; give its `object` with `object_type` and `object_id`")
        : new(wire.Object.ObjectType, wire.Object.ObjectId, NullIfEmpty(wire.OptionalRelation));

    /// <summary>The name of a permission or relation, which must look like one.</summary>
    internal static string ToMember(this string name, string field)
    {
        var isName = name.Length is >= 3 and <= 64 && char.IsAsciiLetterLower(name[0]) && name[^1] != '_' && name.AsSpan().IndexOfAnyExcept(s_nameCharacters) < 0;
        return isName ? name : throw WireErrors.Invalid($"`{field}` is no name: write 3 to 64 of a-z, 0-9 and _, beginning with a letter and not ending with _");
    }

    internal static Wire.ObjectReference ToWire(this ObjectReference reference) => new() { ObjectType = reference.Type, ObjectId = reference.Id };

    internal static Wire.SubjectReference ToWire(this SubjectReference reference) => new()
    {
        Object = new() { ObjectType = reference.Type, ObjectId = reference.Id },
        OptionalRelation = reference.Relation ?? "",
    };

    internal static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
