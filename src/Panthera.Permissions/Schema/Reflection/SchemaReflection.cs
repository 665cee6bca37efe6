using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Reflection;

/// <summary>What a schema consists of, or the part of it that filters select.</summary>
/// <param name="Definitions">The types, in the order of the text.</param>
/// <param name="Caveats">The caveats, in the order of the text.</param>
public sealed record SchemaReflection(ImmutableArray<ReflectedDefinition> Definitions, ImmutableArray<Caveat> Caveats)
{
    /// <summary>Selects parts of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="filters">What to select, each without an <see cref="SchemaFilter.Error"/>; everything when empty.</param>
    /// <returns>
    /// What at least one filter selects. Filters for definitions alone select no caveats, and filters for caveats alone no definitions;
    /// a type's relations (or permissions) are all selected unless some filter names relations (or permissions).
    /// </returns>
    public static SchemaReflection Of(CompiledSchema schema, IReadOnlyList<SchemaFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(filters);
        return new(
            [.. schema.Definitions.Where(definition => Selects(filters, filter => filter.Definition, definition.Name)).Select(definition => Of(definition, filters))],
            [.. schema.Caveats.Where(caveat => Selects(filters, filter => filter.Caveat, caveat.Name))]);
    }

    private static ReflectedDefinition Of(Definition definition, IReadOnlyList<SchemaFilter> filters) =>
        new(
            definition,
            [.. definition.Members.OfType<Relation>().Where(relation => SelectsMember(filters, filter => filter.Relation, relation))],
            [.. definition.Members.OfType<Permission>().Where(permission => SelectsMember(filters, filter => filter.Permission, permission))]);

    private static bool Selects(IReadOnlyList<SchemaFilter> filters, Func<SchemaFilter, string?> part, string name) =>
        filters.Count == 0 || filters.Any(filter => part(filter) is { Length: > 0 } prefix && name.StartsWith(prefix, StringComparison.Ordinal));

    private static bool SelectsMember(IReadOnlyList<SchemaFilter> filters, Func<SchemaFilter, string?> part, Member member)
    {
        var naming = filters.Where(filter => part(filter) is { Length: > 0 }).ToList();
        return naming.Count == 0
            || naming.Any(filter => member.Name.StartsWith(part(filter)!, StringComparison.Ordinal)
                && member.Definition.Name.StartsWith(filter.Definition ?? "", StringComparison.Ordinal));
    }
}
