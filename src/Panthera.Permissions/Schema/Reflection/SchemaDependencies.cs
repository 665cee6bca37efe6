using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Reflection;

/// <summary>Answers what in a schema is computed from what.</summary>
/// <remarks>
/// A member depends on what its expression names, on the relation and the targets of its arrows, and on the usersets that it allows, and
/// so on from these. Both questions ask the same dependencies: X is among the members computable from Y exactly when Y is among those
/// that X depends on. Time and memory are about linear in the schema.
/// </remarks>
public static class SchemaDependencies
{
    /// <summary>Lists the relations and permissions that a permission is computed from, on every type; without itself.</summary>
    /// <param name="permission">The permission.</param>
    /// <returns>The members, sorted by type and name.</returns>
    public static ImmutableArray<MemberReference> DependentRelations(Permission permission)
    {
        ArgumentNullException.ThrowIfNull(permission);
        var reached = Reach([new SchemaDependency(permission, null)], place => place.Needs());
        return Sorted(reached.Where(member => member != permission));
    }

    /// <summary>Lists the relations and permissions that are computed from a member, or from a type's objects as subjects; without itself.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="definition">The type.</param>
    /// <param name="member">The relation or permission of the type; null for its objects themselves.</param>
    /// <param name="definitionPrefix">What the names of the types listed begin with; null or empty for all.</param>
    /// <returns>The members, sorted by type and name.</returns>
    public static ImmutableArray<MemberReference> ComputablePermissions(
        CompiledSchema schema, Definition definition, Member? member, string? definitionPrefix)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(definition);
        IEnumerable<Member> starts = member is not null
            ? [member]
            : schema.Definitions.SelectMany(type => type.Members).OfType<Relation>().Where(relation => AllowsObjects(relation, definition));
        var dependents = Dependents(schema);
        var reached = Reach(starts.Select(start => new SchemaDependency(start, null)), place => dependents.GetValueOrDefault(place) ?? []);
        return Sorted(reached.Where(found => found != member && found.Definition.Name.StartsWith(definitionPrefix ?? "", StringComparison.Ordinal)));
    }

    private static bool AllowsObjects(Relation relation, Definition type) =>
        relation.AllowedSubjects.Any(subject => subject.Relation is null && subject.Type == type);

    private static Dictionary<SchemaDependency, List<SchemaDependency>> Dependents(CompiledSchema schema)
    {
        var dependents = new Dictionary<SchemaDependency, List<SchemaDependency>>();
        var entered = new HashSet<SchemaDependency>();
        var entering = new Stack<SchemaDependency>(
            schema.Definitions.SelectMany(type => type.Members).Select(member => new SchemaDependency(member, null)));
        while (entering.TryPop(out var place))
        {
            if (!entered.Add(place))
            {
                continue;
            }

            foreach (var needed in place.Needs())
            {
                if (!dependents.TryGetValue(needed, out var list))
                {
                    dependents.Add(needed, list = []);
                }

                list.Add(place);
                entering.Push(needed);
            }
        }

        return dependents;
    }

    private static IEnumerable<Member> Reach(
        IEnumerable<SchemaDependency> starts, Func<SchemaDependency, IEnumerable<SchemaDependency>> next)
    {
        var reached = new HashSet<SchemaDependency>();
        var entering = new Stack<SchemaDependency>(starts);
        while (entering.TryPop(out var place))
        {
            if (!reached.Add(place))
            {
                continue;
            }

            foreach (var further in next(place))
            {
                entering.Push(further);
            }
        }

        return reached.Where(place => place.Asked is null).Select(place => place.Member);
    }

    private static ImmutableArray<MemberReference> Sorted(IEnumerable<Member> members) =>
        [.. members.Select(member => new MemberReference(member.Definition.Name, member.Name, member is Permission))
            .OrderBy(reference => reference.Definition, StringComparer.Ordinal)
            .ThenBy(reference => reference.Name, StringComparer.Ordinal)];
}
