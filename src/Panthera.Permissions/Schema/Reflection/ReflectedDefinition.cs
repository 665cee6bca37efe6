using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Reflection;

/// <summary>A type, with those of its members that were asked for.</summary>
/// <param name="Definition">The type.</param>
/// <param name="Relations">Its relations, in the order of the text.</param>
/// <param name="Permissions">Its permissions, in the order of the text.</param>
public sealed record ReflectedDefinition(Definition Definition, ImmutableArray<Relation> Relations, ImmutableArray<Permission> Permissions);
