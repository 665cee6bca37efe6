using System.Collections.Immutable;
using Panthera.Permissions.Schema.Formatting;

namespace Panthera.Permissions.Schema.Reflection;

/// <summary>Compares schemas by what they mean: layout, comments that document nothing, and the order of statements do not count.</summary>
public sealed class SchemaDiff
{
    private readonly CompiledSchema _before;
    private readonly CompiledSchema _after;
    private readonly ImmutableArray<SchemaChange>.Builder _changes = ImmutableArray.CreateBuilder<SchemaChange>();

    private SchemaDiff(CompiledSchema before, CompiledSchema after)
    {
        _before = before;
        _after = after;
    }

    /// <summary>Lists what changes when one schema replaces another.</summary>
    /// <param name="before">The schema that is replaced.</param>
    /// <param name="after">The schema that replaces it.</param>
    /// <returns>The changes: of types, then of caveats, each in the order of the old text, then what is new in the order of the new one.
    /// A member that turned from relation to permission, or the other way, is removed and added.</returns>
    public static ImmutableArray<SchemaChange> Between(CompiledSchema before, CompiledSchema after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var diff = new SchemaDiff(before, after);
        diff.CompareDefinitions();
        diff.CompareCaveats();
        return diff._changes.ToImmutable();
    }

    private void CompareDefinitions()
    {
        foreach (var definition in _before.Definitions)
        {
            if (_after.TryGetDefinition(definition.Name, out var now))
            {
                Compare(definition, now);
            }
            else
            {
                Add(new() { Kind = SchemaChangeKind.DefinitionRemoved, Definition = definition });
            }
        }

        foreach (var definition in _after.Definitions)
        {
            if (!_before.TryGetDefinition(definition.Name, out _))
            {
                Add(new() { Kind = SchemaChangeKind.DefinitionAdded, Definition = definition });
            }
        }
    }

    private void Compare(Definition before, Definition after)
    {
        if (before.Comment != after.Comment)
        {
            Add(new() { Kind = SchemaChangeKind.DefinitionCommentChanged, Definition = after });
        }

        foreach (var member in before.Members)
        {
            after.TryGetMember(member.Name, out var now);
            Compare(member, now);
        }

        foreach (var member in after.Members)
        {
            if (!before.TryGetMember(member.Name, out var old) || old is Relation != member is Relation)
            {
                Add(member is Relation relation
                    ? new() { Kind = SchemaChangeKind.RelationAdded, Definition = after, Relation = relation }
                    : new() { Kind = SchemaChangeKind.PermissionAdded, Definition = after, Permission = (Permission)member });
            }
        }
    }

    private void Compare(Member before, Member? after)
    {
        switch (before, after)
        {
            case (Relation old, Relation now):
                Compare(old, now);
                break;
            case (Permission old, Permission now):
                Compare(old, now);
                break;
            case (Relation old, _):
                Add(new() { Kind = SchemaChangeKind.RelationRemoved, Definition = old.Definition, Relation = old });
                break;
            case (Permission old, _):
                Add(new() { Kind = SchemaChangeKind.PermissionRemoved, Definition = old.Definition, Permission = old });
                break;
        }
    }

    private void Compare(Relation before, Relation after)
    {
        if (before.Comment != after.Comment)
        {
            Add(new() { Kind = SchemaChangeKind.RelationCommentChanged, Definition = after.Definition, Relation = after });
        }

        AddForms(SchemaChangeKind.SubjectTypeRemoved, after, before.AllowedSubjects, after.AllowedSubjects);
        AddForms(SchemaChangeKind.SubjectTypeAdded, after, after.AllowedSubjects, before.AllowedSubjects);
    }

    // A form is what the schema writes.
    private void AddForms(SchemaChangeKind kind, Relation relation, ImmutableArray<AllowedSubject> forms, ImmutableArray<AllowedSubject> others)
    {
        var known = others.Select(form => form.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var form in forms)
        {
            if (!known.Contains(form.ToString()))
            {
                Add(new() { Kind = kind, Definition = relation.Definition, Relation = relation, SubjectType = form });
            }
        }
    }

    private void Compare(Permission before, Permission after)
    {
        if (before.Comment != after.Comment)
        {
            Add(new() { Kind = SchemaChangeKind.PermissionCommentChanged, Definition = after.Definition, Permission = after });
        }

        // With every parenthesis written, equal texts are equal trees.
        if (before.Body.ToString() != after.Body.ToString())
        {
            Add(new() { Kind = SchemaChangeKind.PermissionExpressionChanged, Definition = after.Definition, Permission = after });
        }
    }

    private void CompareCaveats()
    {
        foreach (var caveat in _before.Caveats)
        {
            if (_after.TryGetCaveat(caveat.Name, out var now))
            {
                Compare(caveat, now);
            }
            else
            {
                Add(new() { Kind = SchemaChangeKind.CaveatRemoved, Caveat = caveat });
            }
        }

        foreach (var caveat in _after.Caveats)
        {
            if (!_before.TryGetCaveat(caveat.Name, out _))
            {
                Add(new() { Kind = SchemaChangeKind.CaveatAdded, Caveat = caveat });
            }
        }
    }

    private void Compare(Caveat before, Caveat after)
    {
        if (before.Comment != after.Comment)
        {
            Add(new() { Kind = SchemaChangeKind.CaveatCommentChanged, Caveat = after });
        }

        foreach (var parameter in before.Parameters)
        {
            if (after.FindParameter(parameter.Name) is not { } now)
            {
                Add(new() { Kind = SchemaChangeKind.CaveatParameterRemoved, Caveat = before, Parameter = parameter });
            }
            else if (!now.Type.Equals(parameter.Type))
            {
                Add(new() { Kind = SchemaChangeKind.CaveatParameterTypeChanged, Caveat = after, Parameter = now, PreviousType = parameter.Type });
            }
        }

        foreach (var parameter in after.Parameters)
        {
            if (before.FindParameter(parameter.Name) is null)
            {
                Add(new() { Kind = SchemaChangeKind.CaveatParameterAdded, Caveat = after, Parameter = parameter });
            }
        }

        if (LaidOut(before) != LaidOut(after))
        {
            Add(new() { Kind = SchemaChangeKind.CaveatExpressionChanged, Caveat = after });
        }
    }

    private static string LaidOut(Caveat caveat) =>
        CaveatBody.Lines(caveat.ExpressionText) is { } lines ? string.Join('\n', lines) : caveat.ExpressionText;

    private void Add(SchemaChange change) => _changes.Add(change);
}
