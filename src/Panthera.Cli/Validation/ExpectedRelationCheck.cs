using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Structure;

namespace Panthera.Cli.Validation;

/// <summary>Compares who has permissions with whom a validation file expects.</summary>
/// <remarks>
/// Every object that a relationship names as its subject is checked, and one for each type that none names: whom nobody has written of has what a wildcard
/// gives. Where a wildcard gives a permission, naming single subjects besides is optional; naming usersets always is, since their members are named.
/// </remarks>
internal sealed class ExpectedRelationCheck
{
    private readonly PermissionGraph<EmptyStructure> _graph;
    private readonly List<Relationship> _relationships;
    private readonly ValidationReport _report;
    private readonly List<SubjectReference> _known;
    private readonly HashSet<string> _direct;

    internal ExpectedRelationCheck(PermissionGraph<EmptyStructure> graph, List<Relationship> relationships, ValidationReport report)
    {
        _graph = graph;
        _relationships = relationships;
        _report = report;
        _known = [.. relationships.Select(static relationship => relationship.Subject).Where(static subject => !subject.IsWildcard && subject.Relation is null).Distinct()];
        _direct = relationships.Select(static relationship => $"{relationship.Resource}#{relationship.Relation}@{relationship.Subject}").ToHashSet(StringComparer.Ordinal);
    }

    internal void Check(IReadOnlyList<ExpectedRelation> expected)
    {
        foreach (var relation in expected)
        {
            _report.Count();
            var hash = relation.Relation.Text.IndexOf('#', StringComparison.Ordinal);
            if (hash < 0 || !ObjectReference.TryParse(relation.Relation.Text.AsSpan(0, hash), out var resource, out _))
                Fail(relation.Relation, $"`{relation.Relation.Text}` should be like `document:one#view`");
            else if (_graph.FindPermission(resource.Type, relation.Relation.Text[(hash + 1)..]) is { IsAccepted: false } unknown)
                Fail(relation.Relation, unknown.Refusal.Message);
            else
                Check(relation, resource, relation.Relation.Text[(hash + 1)..]);
        }
    }

    private void Check(ExpectedRelation relation, ObjectReference resource, string permission)
    {
        Dictionary<SubjectReference, NumberedText> named = [];
        Dictionary<string, ExpectedSubject> wildcards = new(StringComparer.Ordinal);
        foreach (var text in relation.Subjects)
        {
            if (!ExpectedSubject.TryParse(text.Text, out var subject, out var error)) Fail(text, error);
            else if (!named.TryAdd(subject.Subject, text)) Fail(text, $"`{subject.Subject}` is expected twice");
            else if (subject.Subject.IsWildcard) wildcards.Add(subject.Subject.Type, subject);
            else CheckNamed(text, subject, resource, permission);
            if (subject is not null) CheckThrough(text, subject);
        }

        foreach (var type in _relationships.Select(static relationship => relationship.Subject.Type).Concat(wildcards.Keys).Distinct().Order(StringComparer.Ordinal))
            CheckType(relation, resource, permission, type, named, wildcards.GetValueOrDefault(type));
    }

    private void CheckNamed(NumberedText text, ExpectedSubject subject, ObjectReference resource, string permission) =>
        Compare(text, resource, permission, subject.Subject, subject.IsCaveated ? Decision.Conditional : Decision.Allowed);

    private void CheckThrough(NumberedText text, ExpectedSubject subject)
    {
        foreach (var through in subject.Through)
        {
            if (!_direct.Contains($"{through}@{subject.Subject}")) Fail(text, $"no relationship gives `{subject.Subject}` `{through}`");
        }
    }

    private void CheckType(
        ExpectedRelation relation, ObjectReference resource, string permission, string type, Dictionary<SubjectReference, NumberedText> named, ExpectedSubject? wildcard)
    {
        var everybody = Decide(resource, permission, new(type, Stranger(type)));
        var wanted = wildcard is null ? Decision.Denied : wildcard.IsCaveated ? Decision.Conditional : Decision.Allowed;
        var place = wildcard is null ? relation.Relation : named[wildcard.Subject];
        if (everybody is null) return;
        if (everybody.Value.Decision != wanted)
        {
            Fail(place, wildcard is null
                ? $"`{type}:*` is {Decisions.Describe(everybody.Value)}, and not expected"
                : $"`{type}:*` is {Decisions.Describe(everybody.Value)}, not {Decisions.Name(wanted)}");
            return;
        }

        var excluded = wildcard?.Exclusions.ToDictionary(static exclusion => exclusion.Subject, static exclusion => exclusion.IsCaveated) ?? [];
        foreach (var (subject, isCaveated) in excluded)
            Compare(place, resource, permission, subject, isCaveated ? Decision.Conditional : Decision.Denied);
        foreach (var subject in _known.Where(subject => subject.Type == type && !named.ContainsKey(subject) && !excluded.ContainsKey(subject)))
        {
            if (Decide(resource, permission, subject) is { } result && result.Decision != wanted && (wanted == Decision.Denied || result.Decision != Decision.Allowed))
                Fail(place, wildcard is null ? $"`{subject}` is {Decisions.Describe(result)}, and not expected" : $"`{subject}` is {Decisions.Describe(result)}, and not left out of `{type}:*`");
        }
    }

    private void Compare(NumberedText text, ObjectReference resource, string permission, SubjectReference subject, Decision wanted)
    {
        var result = _graph.CheckBulk([new CheckItem(resource, permission, subject)])[0];
        if (!result.IsAccepted) Fail(text, result.Refusal.Message);
        else if (result.Value.Decision != wanted) Fail(text, $"`{subject}` is {Decisions.Describe(result.Value)}, not {Decisions.Name(wanted)}");
    }

    private CheckResult? Decide(ObjectReference resource, string permission, SubjectReference subject)
    {
        var result = _graph.CheckBulk([new CheckItem(resource, permission, subject)])[0];
        return result.IsAccepted ? result.Value : null;
    }

    private string Stranger(string type)
    {
        var id = "stranger";
        while (_known.Contains(new(type, id))) id += "_";
        return id;
    }

    private void Fail(NumberedText place, string message) => _report.Fail("validation", place.Line, message);
}
