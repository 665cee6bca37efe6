using System.Collections.Immutable;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Resolves the subjects that relations allow.</summary>
internal sealed class RelationBinder
{
    private readonly Dictionary<string, Definition> _types;
    private readonly Dictionary<string, Caveat> _caveats;
    private readonly ErrorList _errors;

    public RelationBinder(Dictionary<string, Definition> types, Dictionary<string, Caveat> caveats, ErrorList errors)
    {
        _types = types;
        _caveats = caveats;
        _errors = errors;
    }

    public void Bind(List<(RelationSyntax Syntax, Relation Relation)> relations)
    {
        foreach (var (syntax, relation) in relations)
        {
            relation.SetAllowedSubjects(BindSubjects(syntax));
        }

        // Only now is it known which relations allow wildcards.
        foreach (var (syntax, relation) in relations)
        {
            RefuseUsersetsOverWildcards(syntax, relation.Definition);
        }
    }

    private ImmutableArray<AllowedSubject> BindSubjects(RelationSyntax relation)
    {
        var subjects = ImmutableArray.CreateBuilder<AllowedSubject>(relation.AllowedSubjects.Length);
        var seen = new HashSet<(Definition, Member?, bool, Caveat?, bool)>();
        foreach (var syntax in relation.AllowedSubjects)
        {
            if (BindSubject(relation, syntax) is not { } subject)
            {
                continue;
            }

            if (seen.Add((subject.Type, subject.Relation, subject.IsWildcard, subject.Caveat, subject.RequiresExpiration)))
            {
                subjects.Add(subject);
            }
            else
            {
                _errors.Add(syntax.Type.Start, $"relation {SourceText.Quote(relation.Name.Text)} allows `{subject}` twice");
            }
        }

        return subjects.ToImmutable();
    }

    private AllowedSubject? BindSubject(RelationSyntax relation, AllowedSubjectSyntax syntax)
    {
        if (!_types.TryGetValue(syntax.Type.Text, out var type))
        {
            _errors.Add(
                syntax.Type.Start,
                $"relation {SourceText.Quote(relation.Name.Text)} names type {SourceText.Quote(syntax.Type.Text)}, which is not defined; "
                + KnownNames.Describe(syntax.Type.Text, "defined types are", _types.Keys));
            return null;
        }

        if (!TryBindCaveat(relation, syntax, out var caveat))
        {
            return null;
        }

        if (syntax.Relation is not { } member)
        {
            return new AllowedSubject(type, null, syntax.IsWildcard, caveat, syntax.Expires);
        }

        if (!type.TryGetMember(member.Text, out var userset))
        {
            _errors.Add(
                member.Start,
                $"relation {SourceText.Quote(relation.Name.Text)} names {SourceText.Quote($"{type.Name}#{member.Text}")}, but type "
                + $"`{type.Name}` has no {SourceText.Quote(member.Text)}; "
                + KnownNames.Describe(member.Text, "it has", type.Members.Select(known => known.Name)));
            return null;
        }

        return new AllowedSubject(type, userset, false, caveat, syntax.Expires);
    }

    // INVARIANT (no-condition-ignored): a form that names a caveat is bound with it, or refused.
    private bool TryBindCaveat(RelationSyntax relation, AllowedSubjectSyntax syntax, out Caveat? caveat)
    {
        caveat = null;
        if (syntax.Caveat is not { } name || _caveats.TryGetValue(name.Text, out caveat))
        {
            return true;
        }

        _errors.Add(
            name.Start,
            name.Text == "expiration"
                ? "`with expiration` needs the line `use expiration` at the schema's top"
                : $"relation {SourceText.Quote(relation.Name.Text)} names caveat {SourceText.Quote(name.Text)}, which is not defined; "
                    + KnownNames.Describe(name.Text, "defined caveats are", _caveats.Keys));
        return false;
    }

    private void RefuseUsersetsOverWildcards(RelationSyntax relation, Definition definition)
    {
        foreach (var syntax in relation.AllowedSubjects)
        {
            if (syntax.Relation is { } member
                && _types.TryGetValue(syntax.Type.Text, out var type)
                && type.TryGetMember(member.Text, out var userset)
                && userset is Relation { AllowsWildcard: true })
            {
                _errors.Add(
                    member.Start,
                    $"relation `{definition.Name}#{relation.Name.Text}` cannot allow `{userset}`: that relation allows a wildcard, "
                    + "and a wildcard cannot be reached through a userset");
            }
        }
    }
}
