using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Finds the subjects of one form that have a permission on a resource, in the order of their numbers, the wildcard last.</summary>
/// <remarks>Every candidate is decided by the evaluator. The wildcard is decided as a subject that was never written, whom only wildcards reach.
/// Confined to one thread at a time.</remarks>
internal sealed class SubjectLookup<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private readonly PermissionGraph<TStructure> _graph;
    private readonly ObjectKey _resource;
    private readonly CompiledPermission _permission;
    private readonly TypeId _type;
    private readonly RelationId _relation;
    private readonly CandidateSet? _candidates;
    private readonly bool _meetsWildcard;

    internal SubjectLookup(in PermissionGraph<TStructure> graph, ObjectKey resource, CompiledPermission permission, TypeId type, RelationId relation, bool searches = true)
    {
        _graph = graph;
        _resource = resource;
        _permission = permission;
        _type = type;
        _relation = relation;
        _meetsWildcard = relation == RelationId.None;
        if (!searches) return;
        using var scope = EvaluationScope.Rent();
        var search = new SubjectSearch<TStructure>(graph.Ask(new(type, relation, ObjectKey.Unknown), graph.Context, scope), type, relation);
        search.Run(resource, permission);
        _meetsWildcard &= search.MeetsWildcard;
        if (!search.Found.IsOverflown) _candidates = search.Found;
    }

    internal IEnumerable<FoundSubject> Find(ulong after, bool withWildcard, CancellationToken cancellationToken = default)
    {
        foreach (var (number, verdict) in Checked(after, cancellationToken))
        {
            if (!verdict.IsDenied) yield return Format(number, verdict);
        }

        if (withWildcard && _meetsWildcard && after != ObjectKey.Wildcard && FindWildcard(cancellationToken) is { } wildcard) yield return wildcard;
    }

    private FoundSubject? FindWildcard(CancellationToken cancellationToken)
    {
        using var scope = EvaluationScope.Rent();
        var everyone = _graph.Decide(_resource, _permission, new(_type, RelationId.None, ObjectKey.Unknown), _graph.Context, scope, exists: false);
        if (everyone.IsDenied) return null;
        List<FoundSubject> excluded = [];
        if (everyone.Decision != Decision.Error)
        {
            foreach (var (number, verdict) in Checked(after: 0, cancellationToken))
            {
                if (verdict.IsAllowed || (verdict.Doubt is not null && verdict.Doubt.Equals(everyone.Doubt))) continue;
                if (excluded.Count == LookupLimits.MaxExcluded) return Wildcard(Verdict.Failed(EvaluationError.TooManySubproblems), []);
                excluded.Add(Format(number, verdict));
            }
        }

        return Wildcard(everyone, excluded);
    }

    private FoundSubject Wildcard(in Verdict verdict, IReadOnlyList<FoundSubject> excluded) =>
        new(ObjectKey.Wildcard, new(_graph.State.NameOf(_type), "*"), CheckResult.From(verdict), excluded);

    private FoundSubject Format(ulong number, in Verdict verdict) =>
        new(number, References.Format(_graph.State, _graph.Structure, new SubjectKey(_type, _relation, number)), CheckResult.From(verdict), []);

    private IEnumerable<(ulong Number, Verdict Verdict)> Checked(ulong after, CancellationToken cancellationToken)
    {
        using var scope = EvaluationScope.Rent();
        foreach (var number in Candidates(after))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var subject = new SubjectKey(_type, _relation, number);
            yield return (number, _graph.Decide(_resource, _permission, subject, _graph.Context, scope, exists: false));
        }
    }

    private IEnumerable<ulong> Candidates(ulong after)
    {
        if (after >= ObjectKey.Wildcard - 1) return [];
        if (_candidates is not null) return _candidates.InOrder().Where(number => number > after);
        return References.IsFile(_graph.Structure, _graph.State.NameOf(_type)) ? _graph.Structure.FilesFrom(after + 1) : Known(_graph.State, _type, after);
    }

    private static IEnumerable<ulong> Known(PermissionsState state, TypeId type, ulong after)
    {
        var objects = state.Table(type).Texts.From(after + 1);
        while (objects.MoveNext()) yield return objects.Key;
    }
}
