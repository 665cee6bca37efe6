using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Finds the resources of a type that a subject has a permission on, in the order of their numbers.</summary>
/// <remarks>Every candidate is decided by the evaluator, window after window, in one scope. Confined to one thread at a time.</remarks>
internal sealed class ResourceLookup<TStructure> : IDisposable
    where TStructure : struct, IStructuralRelations
{
    private readonly PermissionGraph<TStructure> _graph;
    private readonly CompiledPermission _permission;
    private readonly SubjectKey _subject;
    private readonly EvaluationScope _scope = EvaluationScope.Rent();
    private readonly InheritedLookup<TStructure>? _inherited;
    private readonly CandidateSet? _candidates;
    private readonly IEnumerator<ulong>? _walk;
    private int _next;

    internal ResourceLookup(in PermissionGraph<TStructure> graph, CompiledPermission permission, in SubjectKey subject, ulong after, int limit = 0, bool searches = true)
    {
        _graph = graph;
        _permission = permission;
        _subject = subject;
        var question = graph.Ask(subject, graph.Context, _scope);
        if (searches)
        {
            var evaluator = new CheckEvaluator<TStructure>(question, _scope);
            _inherited = InheritedLookup<TStructure>.Begin(ref evaluator, question, permission, after, limit, graph.Switches);
            if (_inherited is not null) return;
        }

        _candidates = searches ? ResourceSearch<TStructure>.Find(question, permission, after, graph.Switches) : null;
        if (_candidates is null) _walk = Walk(question, after).GetEnumerator();
    }

    /// <summary>Whether what is not found is denied, since the permission comes down the tree from what was found to lead there.</summary>
    internal bool Inherits => _inherited is not null;

    /// <summary>Whether something was denied only for as long as something else lasts.</summary>
    internal bool HasPassingDenials => _inherited is { HasPassingDenials: true };

    public void Dispose()
    {
        _walk?.Dispose();
        _scope.Dispose();
    }

    /// <summary>Checks the next candidates and adds those that are not denied.</summary>
    /// <returns>False after the last candidate.</returns>
    internal bool ReadWindow(List<(ulong Number, Verdict Verdict)> found)
    {
        var evaluator = new CheckEvaluator<TStructure>(_graph.Ask(_subject, _graph.Context, _scope), _scope);
        if (_inherited is not null) return _inherited.ReadWindow(ref evaluator, found);
        if (_candidates is not null)
        {
            var numbers = _candidates.Sorted();
            var end = Math.Min(_next + LookupLimits.Window, numbers.Length);
            for (; _next < end; _next++) Check(ref evaluator, numbers[_next], found);
            return _next < numbers.Length;
        }

        for (var i = 0; i < LookupLimits.Window; i++)
        {
            if (!_walk!.MoveNext()) return false;
            Check(ref evaluator, _walk.Current, found);
        }

        return true;
    }

    private void Check(ref CheckEvaluator<TStructure> evaluator, ulong number, List<(ulong, Verdict)> found)
    {
        var resource = new ObjectKey(_permission.Type, number);
        var verdict = _graph.Switches.MayKeep(_permission)
            ? _graph.Decide(resource, _permission, _subject, _graph.Context, _scope, exists: false)
            : evaluator.Evaluate(resource, _permission, exists: false);
        if (!verdict.IsDenied) found.Add((number, verdict));
    }

    // Whatever has relationships, and the subject, which may be meant itself. In a tenant with files, every file.
    private IEnumerable<ulong> Walk(Question<TStructure> question, ulong after)
    {
        if (after == ulong.MaxValue) return [];
        if (question.IsFile(_permission)) return question.Structure.FilesFrom(after + 1);
        var itself = question.Subject.Type == _permission.Type && question.Subject.Id != ObjectKey.Unknown ? question.Subject.Id : 0;
        return Merge(question.State, _permission.Type, after, itself);
    }

    private static IEnumerable<ulong> Merge(PermissionsState state, TypeId type, ulong after, ulong itself)
    {
        var resources = state.Table(type).Forward.From(after + 1);
        while (resources.MoveNext())
        {
            if (itself > after && itself < resources.Key) yield return itself;
            if (itself <= resources.Key) itself = 0;
            yield return resources.Key;
        }

        if (itself > after) yield return itself;
    }
}
