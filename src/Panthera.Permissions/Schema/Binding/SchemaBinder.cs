using System.Collections.Immutable;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Resolves a syntax tree's names and checks that its types fit together.</summary>
/// <remarks>
/// In passes, since anything may name what comes later: types and caveats, then members, then what relations allow, then bodies, then
/// cycles, then annotations.
/// Confined to one compilation.
/// </remarks>
internal sealed class SchemaBinder
{
    private readonly SourceText _source;
    private readonly SchemaSyntax _syntax;
    private readonly ErrorList _errors;
    private readonly Dictionary<string, Definition> _types = new(StringComparer.Ordinal);
    private readonly List<(DefinitionSyntax Syntax, Definition Definition)> _definitions = [];
    private readonly List<(RelationSyntax Syntax, Relation Relation)> _relations = [];
    private readonly List<(PermissionSyntax Syntax, Permission Permission)> _permissions = [];

    private SchemaBinder(SourceText source, SchemaSyntax syntax)
    {
        _source = source;
        _syntax = syntax;
        _errors = new ErrorList(source);
    }

    /// <summary>Binds a syntax tree.</summary>
    /// <exception cref="SchemaException">The schema has type errors, or imports other files.</exception>
    public static CompiledSchema Bind(SourceText source, SchemaSyntax syntax) => new SchemaBinder(source, syntax).Bind();

    private CompiledSchema Bind()
    {
        RefuseImports();
        DeclareTypes();
        var caveats = new CaveatBinder(_source, _types, _errors).Bind(_syntax.Caveats);
        var partials = new PartialExpansion(_syntax, _source, _errors);
        foreach (var (syntax, definition) in _definitions)
        {
            DeclareMembers(partials.MembersOf(syntax), definition);
        }

        // Later passes look at what earlier ones resolved; half of it would only produce errors that follow from the first.
        _errors.ThrowIfAny();
        new RelationBinder(_types, caveats, _errors).Bind(_relations);
        BindPermissions();
        _errors.ThrowIfAny();
        ComputedCycles.Report(_permissions, _errors);
        if (_syntax.Uses.Any(use => use.Flag == SchemaFlag.Typechecking))
        {
            AnnotationCheck.Report(_permissions, _types, _errors);
        }

        _errors.ThrowIfAny();
        return new CompiledSchema(_source.Text, [.. _definitions.Select(pair => pair.Definition)], [.. caveats.Values.OrderBy(caveat => caveat.Index)]);
    }

    // A schema is read where the files that it names are not; skipping them would compile another schema than was written.
    private void RefuseImports()
    {
        foreach (var import in _syntax.Imports)
        {
            _errors.Add(
                import.Start,
                $"cannot import {SourceText.Quote(import.Path)}: imports are put together before a schema is compiled; "
                + "use `panthera schema write`, or write the definitions here");
        }
    }

    private void DeclareTypes()
    {
        foreach (var syntax in _syntax.Definitions)
        {
            var name = syntax.Name;
            if (!NameRules.IsTypeName(name.Text))
            {
                _errors.Add(name.Start, $"{SourceText.Quote(name.Text)} cannot name a type: {NameRules.TypeRule}");
            }

            var (line, column) = _source.Locate(name.Start);
            var definition = new Definition(name.Text, _definitions.Count, syntax.Comment, line, column);
            if (_types.TryAdd(name.Text, definition))
            {
                _definitions.Add((syntax, definition));
            }
            else
            {
                _errors.Add(name.Start, $"type {SourceText.Quote(name.Text)} is already defined on {_source.DescribeLine(_types[name.Text].Line)}");
            }
        }
    }

    private void DeclareMembers(List<IncludedMember> included, Definition definition)
    {
        var members = ImmutableArray.CreateBuilder<Member>(included.Count);
        var names = new Dictionary<string, Member>(StringComparer.Ordinal);
        foreach (var (syntax, through) in included)
        {
            if (!CheckMemberName(syntax.Name, through, definition, names))
            {
                continue;
            }

            var member = Declare(syntax, definition, members.Count);
            names.Add(member.Name, member);
            members.Add(member);
        }

        definition.SetMembers(members.ToImmutable());
    }

    private bool CheckMemberName(NameSyntax name, PartialReferenceSyntax? through, Definition definition, Dictionary<string, Member> names)
    {
        if (names.TryGetValue(name.Text, out var earlier))
        {
            _errors.Add(
                through?.Name.Start ?? name.Start,
                $"type {SourceText.Quote(definition.Name)} already has {SourceText.Quote(name.Text)}, on {_source.DescribeLine(earlier.Line)}"
                + (through is null ? "" : $", and partial {SourceText.Quote(through.Name.Text)} brings another"));
            return false;
        }

        if (!NameRules.IsMemberName(name.Text))
        {
            _errors.Add(name.Start, $"{SourceText.Quote(name.Text)} cannot name a relation or permission: {NameRules.MemberRule}");
            return false;
        }

        return true;
    }

    private Member Declare(MemberSyntax syntax, Definition definition, int index)
    {
        var (line, column) = _source.Locate(syntax.Name.Start);
        if (syntax is RelationSyntax relationSyntax)
        {
            var relation = new Relation(definition, syntax.Name.Text, index, syntax.Comment, line, column);
            _relations.Add((relationSyntax, relation));
            return relation;
        }

        var permission = new Permission(definition, syntax.Name.Text, index, syntax.Comment, line, column);
        _permissions.Add(((PermissionSyntax)syntax, permission));
        return permission;
    }

    private void BindPermissions()
    {
        ExpressionBinder? binder = null;
        foreach (var (syntax, permission) in _permissions)
        {
            if (binder?.Definition != permission.Definition)
            {
                binder = new ExpressionBinder(permission.Definition, _errors);
            }

            if (binder.Bind(syntax) is { } body)
            {
                permission.SetBody(body);
            }
        }
    }
}
