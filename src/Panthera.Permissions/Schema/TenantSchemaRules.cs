using System.Collections.Immutable;

namespace Panthera.Permissions.Schema;

/// <summary>What the schema of a tenant with files must keep, whatever else it says.</summary>
/// <remarks>
/// Files' parents and owners are not stored as relationships: they are read from the tree, as the relations checked here. The file
/// operations ask for the permissions checked here.
/// </remarks>
public static class TenantSchemaRules
{
    private const string File = "file";
    private const string Parent = "parent";
    private const string Owner = "owner";

    private static readonly ImmutableArray<string> SubjectTypes = ["user", "agent"];
    private static readonly ImmutableArray<string> FilePermissions = ["read", "write", "share"];

    /// <summary>Checks a schema that a tenant with files is to be given.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>What it lacks, each with the place to mend; empty when it may be used.</returns>
    public static ImmutableArray<SchemaError> Check(CompiledSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var errors = ImmutableArray.CreateBuilder<SchemaError>();
        foreach (var type in SubjectTypes)
        {
            if (!schema.TryGetDefinition(type, out _))
            {
                errors.Add(Missing($"a tenant with files needs `definition {type}`, the type of its subjects"));
            }
        }

        if (schema.TryGetDefinition(File, out var file))
        {
            CheckParent(file, errors);
            CheckOwner(file, errors);
            CheckPermissions(file, errors);
        }
        else
        {
            errors.Add(Missing("a tenant with files needs `definition file`, with `relation parent: file`, `relation owner: user | agent`, "
                + "and permissions `read`, `write` and `share`"));
        }

        return errors.ToImmutable();
    }

    /// <summary>Refuses a schema that a tenant with files cannot be given.</summary>
    /// <param name="schema">The schema.</param>
    /// <exception cref="SchemaException">The schema lacks something; the exception names it.</exception>
    public static void Ensure(CompiledSchema schema)
    {
        var errors = Check(schema);
        if (!errors.IsEmpty)
        {
            throw new SchemaException(errors);
        }
    }

    private static void CheckParent(Definition file, ImmutableArray<SchemaError>.Builder errors)
    {
        const string Wanted = "a tenant with files needs exactly `relation parent: file` in `definition file`";
        if (!file.TryGetMember(Parent, out var member))
        {
            errors.Add(At(file, Wanted));
        }
        else if (member is not Relation relation)
        {
            errors.Add(At(member, $"{Wanted}; `parent` is a permission here"));
        }
        else if (relation.AllowedSubjects is not [var only] || only.Type != file || !IsPlain(only))
        {
            errors.Add(At(member, $"{Wanted}; it allows `{string.Join(" | ", relation.AllowedSubjects)}` here"));
        }
    }

    private static void CheckOwner(Definition file, ImmutableArray<SchemaError>.Builder errors)
    {
        const string Wanted = "a tenant with files needs `relation owner: user | agent` in `definition file`";
        if (!file.TryGetMember(Owner, out var member))
        {
            errors.Add(At(file, Wanted));
            return;
        }

        if (member is not Relation relation)
        {
            errors.Add(At(member, $"{Wanted}; `owner` is a permission here"));
            return;
        }

        if (relation.AllowedSubjects.FirstOrDefault(subject => !IsPlain(subject)) is { } unusable)
        {
            errors.Add(At(member, $"a file has one subject as its owner: `relation owner` cannot allow `{unusable}`, only types alone"));
        }

        foreach (var type in SubjectTypes)
        {
            // A file that such a subject creates could have no owner.
            if (!relation.Allows(type, null, wildcard: false, caveat: null, expires: false))
            {
                errors.Add(At(member, $"{Wanted}; `{type}` is missing here"));
            }
        }
    }

    private static void CheckPermissions(Definition file, ImmutableArray<SchemaError>.Builder errors)
    {
        foreach (var name in FilePermissions)
        {
            if (!file.TryGetMember(name, out var member))
            {
                errors.Add(At(file, $"a tenant with files needs `permission {name}` in `definition file`"));
            }
            else if (member is not Permission)
            {
                errors.Add(At(member, $"a tenant with files needs `permission {name}` in `definition file`; `{name}` is a relation here"));
            }
        }
    }

    private static bool IsPlain(AllowedSubject subject) => subject is { Relation: null, IsWildcard: false, Caveat: null, RequiresExpiration: false };

    private static SchemaError At(Definition definition, string message) =>
        new(SchemaErrorKind.Type, message, definition.Line, definition.Column);

    private static SchemaError At(Member member, string message) => new(SchemaErrorKind.Type, message, member.Line, member.Column);

    private static SchemaError Missing(string message) => new(SchemaErrorKind.Type, message, 1, 1);
}
