using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>Asserts that every way to ask says what the naive checker says of each pair of a resource and a subject.</summary>
/// <param name="oracle">The naive checker, in the context of the graphs that are compared with it.</param>
/// <param name="withoutCaveats">The naive checker over the same relationships, their caveats left out: what expansions are compared with.</param>
/// <param name="resources">Every member of every resource that may be found.</param>
/// <param name="subjects">The subjects.</param>
/// <param name="sample">How much is asked besides checks.</param>
/// <param name="situation">What a failure shows.</param>
internal sealed class EvaluatorAgreement(
    NaiveChecker oracle,
    NaiveChecker withoutCaveats,
    IReadOnlyList<(ObjectReference Resource, string Member)> resources,
    IReadOnlyList<SubjectReference> subjects,
    Sample sample,
    string situation)
{
    private static readonly EvaluationSwitches[] s_switches =
    [
        default, new(0, DescentBound: 1), new(0, ClimbsInGeneral: true), new(0, LooksFromResourceOnly: true), new(0, SearchBound: 1), new(0, ClimbsInGeneral: true, LooksFromResourceOnly: true, SearchBound: 2),

        // Twice, to be answered by what was kept the first time; and each piece alone.
        new(0, KeepsAll: true), new(0, KeepsAll: true), new(0, Off: PermissionPieces.All),
        new(0, KeepsAll: true, Off: PermissionPieces.All & ~PermissionPieces.Results), new(0, KeepsAll: true, Off: PermissionPieces.All & ~PermissionPieces.Subproblems),
        new(0, KeepsAll: true, Off: PermissionPieces.Results), new(0, KeepsAll: true, Off: PermissionPieces.All & ~PermissionPieces.Coalescing),
        new(0, Off: PermissionPieces.All & ~PermissionPieces.Leopard), new(0, KeepsAll: true, Off: PermissionPieces.Leopard),
    ];

    private readonly List<(CheckItem Item, NaiveVerdict Wanted)> _pairs =
    [
        .. from subject in subjects
           from one in resources
           select (new CheckItem(one.Resource, one.Member, subject), oracle.Judge(one.Resource, one.Member, subject)),
    ];

    /// <summary>The pairs that were compared.</summary>
    internal int Pairs => _pairs.Count;

    /// <summary>The pairs of which an expansion could not tell, since it leads in a circle or is too large.</summary>
    internal int Untold { get; private set; }

    /// <summary>Compares the graph, and it again with every choice of evaluation.</summary>
    internal void AssertHolds(PermissionGraph<FakeStructure> graph)
    {
        AssertExpansions(graph);
        AssertSolved(graph);
        foreach (var switches in s_switches)
        {
            var switched = new PermissionGraph<FakeStructure>(graph.Snapshot, graph.Structure, graph.Now, graph.Context, switches);
            AssertChecks(switched);
            if (!sample.IsEverything && switches != default && !sample.Takes(4)) continue;
            AssertBulk(switched);
            AssertLookups(switched);
        }
    }

    private string Describe(PermissionGraph<FakeStructure> graph) => $"in\n{situation}\nat {graph.Now} with {graph.Context} by {graph.Switches}";

    private void AssertExpansions(PermissionGraph<FakeStructure> graph)
    {
        var expansions = new ExpansionTable(graph);
        var context = Describe(graph);
        foreach (var (item, _) in _pairs)
        {
            if (!LookupAgreement.AssertExpansion(expansions, withoutCaveats, item.Resource, item.Permission, item.Subject, context)) Untold++;
        }
    }

    private void AssertChecks(PermissionGraph<FakeStructure> graph)
    {
        var context = Describe(graph);
        foreach (var (item, wanted) in _pairs)
        {
            var result = graph.Check(item.Resource, item.Permission, item.Subject).Value;
            AssertSame(wanted, result, item, context);
            if (sample.IsEverything || graph.Switches == default) AssertExplained(graph, item, result, context);
            if (graph.Switches == default) AssertHoldsUntilExpiry(graph, item, result, context);
        }
    }

    private static void AssertExplained(PermissionGraph<FakeStructure> graph, CheckItem item, CheckResult result, string context)
    {
        var explanation = graph.Explain(item.Resource, item.Permission, item.Subject).Value;
        if (explanation.Result != result || explanation.Root.Decision != result.Decision)
            Assert.Fail($"explained as {explanation.Result} by {explanation.Root}, checked as {result}: {item} {context}");
        if (result.IsAllowed && !explanation.IsCut) AssertSupported(explanation.Root, item, context);
    }

    // What an explanation of "allowed" shows must itself be allowed, down to a relationship with the subject or the subject itself.
    private static void AssertSupported(ExplanationStep step, CheckItem item, string context)
    {
        if (step.Steps.Count == 0 && step.Kind is not (ExplanationKind.Relationship or ExplanationKind.Identity)) Assert.Fail($"{step} rests on nothing: {item} {context}");
        if (step.Kind == ExplanationKind.Exclusion) return;
        if (step.Decision != Decision.Allowed) Assert.Fail($"{step} is {step.Decision}: {item} {context}");
        foreach (var inner in step.Steps) AssertSupported(inner, item, context);
    }

    private static void AssertHoldsUntilExpiry(PermissionGraph<FakeStructure> graph, CheckItem item, CheckResult result, string context)
    {
        if (result.ExpiresAt is not { } expiresAt || result.Decision == Decision.Error) return;
        Assert.True(expiresAt > graph.Now, $"ended at {expiresAt}: {item} {context}");
        var later = new PermissionGraph<FakeStructure>(graph.Snapshot, graph.Structure, expiresAt.AddTicks(-1), graph.Context).Check(item.Resource, item.Permission, item.Subject).Value;
        Assert.True(later.Decision == result.Decision, $"does not hold until {expiresAt}: {item} {context}");
        Assert.Equal(result.MissingContext, later.MissingContext);
    }

    // The solver is asked only where a cycle is met; here it is asked of everything.
    private void AssertSolved(PermissionGraph<FakeStructure> graph)
    {
        var general = new PermissionGraph<FakeStructure>(graph.Snapshot, graph.Structure, graph.Now, graph.Context, s_switches[^1]);
        using var scope = EvaluationScope.Rent();
        var context = $"solved {Describe(graph)}";
        foreach (var (item, wanted) in _pairs)
        {
            Assert.Null(graph.Resolve(item, out var resource, out var permission, out var subject));
            if (resource.Id is ObjectKey.Unknown or ObjectKey.UnknownSubject) continue;
            scope.Reset();
            var solved = new FixpointSolver<FakeStructure>(general.Ask(subject, graph.Context, scope), scope.Memo, new()).Solve(resource, permission!);
            AssertSame(wanted, CheckResult.From(solved), item, context);
        }
    }

    private static void AssertSame(NaiveVerdict wanted, CheckResult result, CheckItem item, string context)
    {
        var isSame = wanted.Decision == result.Decision && wanted.Missing.SequenceEqual(result.MissingContext)
            && result.Error == EvaluationError.None == (wanted.Decision != Decision.Error)
            && (wanted.Decision != Decision.Error || wanted.Causes.Contains("!cycle") == (result.Error == EvaluationError.CycleThroughExclusion));
        if (!isSame)
            Assert.Fail($"{result.Decision} ({string.Join(',', result.MissingContext)} {result.Error} {result.ErrorDetail}), not {wanted.Decision} ({string.Join(',', wanted.Causes)}): {item} {context}");
    }

    private void AssertBulk(PermissionGraph<FakeStructure> graph)
    {
        // Every pair twice, and so that no two about one subject need be neighbours; then every pair in its place.
        var order = Enumerable.Range(0, _pairs.Count * 2).Select(index => index % _pairs.Count).ToArray();
        new Random(_pairs.Count).Shuffle(order);
        AssertBulk(graph, order, order.Length);
        if (!sample.IsEverything) return;
        AssertBulk(graph, [.. Enumerable.Range(0, _pairs.Count)], 50);
        if (graph.Switches == default) AssertBulk(graph, [.. order.Take(_pairs.Count)], 3);
    }

    private void AssertBulk(PermissionGraph<FakeStructure> graph, int[] order, int size)
    {
        var context = $"in bulk by {size} {Describe(graph)}";
        foreach (var chunk in order.Chunk(size))
        {
            var results = graph.CheckBulk([.. chunk.Select(index => _pairs[index].Item)]);
            for (var i = 0; i < chunk.Length; i++) AssertSame(_pairs[chunk[i]].Wanted, results[i].Value, _pairs[chunk[i]].Item, context);
        }
    }

    private void AssertLookups(PermissionGraph<FakeStructure> graph)
    {
        var context = Describe(graph);

        // Pages depend on the search, or that there is none; how a candidate is decided is the same in all.
        var asked = graph.Switches with { SearchBound = 0 } == default ? sample : sample.WithoutPages;
        foreach (var subject in subjects) LookupAgreement.AssertResources(graph, oracle, resources, subject, asked, context);
        var forms = subjects.Select(subject => (subject.Type, subject.Relation)).Distinct().ToList();
        foreach (var (resource, member) in resources)
        {
            if (!sample.Takes(3)) continue;
            foreach (var (type, relation) in forms)
                LookupAgreement.AssertSubjects(graph, oracle, resource, member, subjects, type, relation, asked, context);
        }
    }
}
