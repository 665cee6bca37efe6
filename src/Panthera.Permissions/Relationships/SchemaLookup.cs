using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Schema;
using Panthera.Storage;

namespace Panthera.Permissions.Relationships;

/// <summary>Finds types and members in a schema, and words the refusal when they are not there.</summary>
public static class SchemaLookup
{
    private const int MaxNamesShown = 12;

    /// <summary>Finds a type.</summary>
    /// <returns>Null when it was found, else the refusal; then <paramref name="definition"/> must not be used.</returns>
    public static Refusal? FindType(CompiledSchema schema, string type, [NotNull] out Definition? definition)
    {
        if (schema.TryGetDefinition(type, out definition)) return null;
        definition = null!;
        return new(RefusalCode.FailedPrecondition, schema.Definitions.IsEmpty
            ? $"the type `{type}` is not defined: this tenant has no schema yet; write one first"
            : $"the schema defines no type `{type}`; it defines {Names(schema.Definitions.Select(candidate => candidate.Name), type)}")
        {
            Reason = PermissionReasons.UnknownDefinition,
            Metadata = new Dictionary<string, string> { ["definition_name"] = type },
        };
    }

    /// <summary>Finds a relation or permission of a type.</summary>
    /// <returns>Null when it was found, else the refusal; then <paramref name="member"/> must not be used.</returns>
    public static Refusal? FindMember(Definition definition, string name, [NotNull] out Member? member)
    {
        if (definition.TryGetMember(name, out member)) return null;
        member = null!;
        return UnknownMember(definition, name,
            $"type `{definition.Name}` has no relation or permission `{name}`; it has {Names(definition.Members.Select(candidate => candidate.Name), name)}");
    }

    internal static Refusal? FindRelation(Definition definition, string name, [NotNull] out Relation? relation)
    {
        relation = null!;
        if (!definition.TryGetMember(name, out var member))
        {
            var relations = definition.Members.OfType<Relation>().Select(candidate => candidate.Name);
            return UnknownMember(definition, name, $"resource type `{definition.Name}` has no relation `{name}`; it has {Names(relations, name)}");
        }

        if (member is Relation found)
        {
            relation = found;
            return null;
        }

        return new(RefusalCode.InvalidArgument,
            $"`{definition.Name}#{name}` is a permission: it is computed, and nothing is written to it; write to one of the relations {Names(definition.Members.OfType<Relation>().Select(candidate => candidate.Name), name)}")
        {
            Reason = PermissionReasons.CannotUpdatePermission,
            Metadata = new Dictionary<string, string> { ["definition_name"] = definition.Name, ["permission_name"] = name },
        };
    }

    private static Refusal UnknownMember(Definition definition, string name, string message) => new(RefusalCode.FailedPrecondition, message)
    {
        Reason = PermissionReasons.UnknownRelationOrPermission,
        Metadata = new Dictionary<string, string> { ["definition_name"] = definition.Name, ["relation_or_permission_name"] = name },
    };

    // The nearest first, so that a slip of the finger is answered by the word that was meant.
    private static string Names(IEnumerable<string> names, string wanted)
    {
        var sorted = names.OrderBy(name => Distance(name, wanted)).ThenBy(name => name, StringComparer.Ordinal).ToList();
        if (sorted.Count == 0) return "none";
        var shown = string.Join(", ", sorted.Take(MaxNamesShown).Select(name => $"`{name}`"));
        return sorted.Count > MaxNamesShown ? $"{shown} and {sorted.Count - MaxNamesShown} more" : shown;
    }

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        foreach (var letter in left)
        {
            var current = new int[right.Length + 1];
            current[0] = previous[0] + 1;
            for (var i = 1; i < current.Length; i++)
                current[i] = Math.Min(Math.Min(current[i - 1], previous[i]) + 1, previous[i - 1] + (letter == right[i - 1] ? 0 : 1));
            previous = current;
        }

        return previous[^1];
    }
}
