using Panthera.Permissions.Caveats;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Reflection;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>What a schema consists of.</summary>
internal static class Reflections
{
    internal static SchemaFilter ToFilter(this Wire.ReflectionSchemaFilter wire) =>
        new(wire.OptionalDefinitionNameFilter, wire.OptionalCaveatNameFilter, wire.OptionalRelationNameFilter, wire.OptionalPermissionNameFilter);

    internal static Wire.ReflectionDefinition ToWire(this ReflectedDefinition reflected) => ToWire(reflected.Definition, reflected.Relations, reflected.Permissions);

    /// <summary>A definition whole.</summary>
    internal static Wire.ReflectionDefinition ToWire(this Definition definition) =>
        ToWire(definition, definition.Members.OfType<Relation>(), definition.Members.OfType<Permission>());

    internal static Wire.ReflectionRelation ToWire(this Relation relation)
    {
        var wire = new Wire.ReflectionRelation { Name = relation.Name, Comment = relation.Comment ?? "", ParentDefinitionName = relation.Definition.Name };
        wire.SubjectTypes.Add(relation.AllowedSubjects.Select(ToWire));
        return wire;
    }

    internal static Wire.ReflectionPermission ToWire(this Permission permission) =>
        new() { Name = permission.Name, Comment = permission.Comment ?? "", ParentDefinitionName = permission.Definition.Name };

    internal static Wire.ReflectionCaveat ToWire(this Caveat caveat)
    {
        var wire = new Wire.ReflectionCaveat { Name = caveat.Name, Comment = caveat.Comment ?? "", Expression = caveat.ExpressionText };
        wire.Parameters.Add(caveat.Parameters.Select(parameter => ToWire(parameter, caveat)));
        return wire;
    }

    internal static Wire.ReflectionCaveatParameter ToWire(this CaveatParameter parameter, Caveat caveat) =>
        new() { Name = parameter.Name, Type = parameter.Type.ToString(), ParentCaveatName = caveat.Name };

    internal static Wire.ReflectionTypeReference ToWire(this AllowedSubject subject)
    {
        var wire = new Wire.ReflectionTypeReference { SubjectDefinitionName = subject.Type.Name, OptionalCaveatName = subject.Caveat?.Name ?? "" };
        if (subject.IsWildcard) wire.IsPublicWildcard = true;
        else if (subject.Relation is { } relation) wire.OptionalRelationName = relation.Name;
        else wire.IsTerminalSubject = true;
        return wire;
    }

    internal static Wire.ReflectionRelationReference ToWire(this MemberReference member) =>
        new() { DefinitionName = member.Definition, RelationName = member.Name, IsPermission = member.IsPermission };

    private static Wire.ReflectionDefinition ToWire(Definition definition, IEnumerable<Relation> relations, IEnumerable<Permission> permissions)
    {
        var wire = new Wire.ReflectionDefinition { Name = definition.Name, Comment = definition.Comment ?? "" };
        wire.Relations.Add(relations.Select(ToWire));
        wire.Permissions.Add(permissions.Select(ToWire));
        return wire;
    }
}
