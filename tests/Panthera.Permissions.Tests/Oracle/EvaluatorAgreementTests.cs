using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Tests.Oracle;

public class EvaluatorAgreementTests
{
    private static readonly int s_cases = int.TryParse(Environment.GetEnvironmentVariable("PANTHERA_CASES"), out var cases) ? cases : 12;

    [Fact]
    [Trait("Hazard", "H32")]
    [Trait("Hazard", "H33")]
    public Task Every_way_to_check_agrees_with_the_naive_checker_before_and_after_changes_and_a_reload() => RandomCases.RunAsync(s_cases, async one =>
        {
            await using var tenant = await TestTenant.CreateAsync(one.SchemaText, one.Tree);
            await tenant.TouchAsync([.. one.Relationships.Select(relationship => relationship.ToString())]);
            AssertAgreement(one, tenant, one.Relationships);

            await tenant.ReloadAsync();
            AssertAgreement(one, tenant, one.Relationships);

            var kept = one.Relationships.Where((_, index) => index % 3 != 0).ToList();
            await tenant.DeleteAsync([.. one.Relationships.Except(kept).Select(relationship => relationship.ToString())]);
            one.ChangeTree();
            tenant.Time.Advance(TimeSpan.FromMinutes(5));
            AssertAgreement(one, tenant, kept);
        });

    private static void AssertAgreement(RandomCase one, TestTenant tenant, List<Relationship> stored)
    {
        foreach (var context in one.Contexts()) AssertAgreement(one, tenant, stored, context);
    }

    private static void AssertAgreement(RandomCase one, TestTenant tenant, List<Relationship> stored, CaveatContext? context)
    {
        var graph = tenant.GraphIn(context);
        var oracle = new NaiveChecker(one.Schema, stored, one.Tree, graph.Now, context);
        var stripped = new NaiveChecker(one.Schema, stored.Select(relationship => relationship with { Caveat = null }), one.Tree, graph.Now);
        var random = new Random(one.SchemaText.Length);
        var expansions = new ExpansionTable(graph);
        List<CheckItem> items = [];
        List<NaiveVerdict> expected = [];
        var subjects = one.Subjects().ToList();
        var resources = one.Resources().ToList();
        foreach (var subject in subjects)
        {
            foreach (var (resource, member) in resources)
            {
                var item = new CheckItem(resource, member, subject);
                var wanted = oracle.Judge(resource, member, subject);
                var result = graph.Check(resource, member, subject).Value;
                AssertSame(wanted, result, $"{resource}#{member}@{subject} in\n{one}\nat {graph.Now} with {context}");
                AssertOtherWays(one, tenant, graph, item, result);
                LookupAgreement.AssertExpansion(expansions, stripped, resource, member, subject, $"in\n{one}");
                items.Add(item);
                expected.Add(wanted);
            }

            AssertVisibility(one, graph, oracle, subject);
            LookupAgreement.AssertResources(graph, oracle, resources, subject, random, $"in\n{one}\nwith {context}");
        }

        foreach (var (resource, member) in resources)
        {
            if (random.Next(3) > 0) continue;
            foreach (var form in subjects.Select(subject => (subject.Type, subject.Relation)).Distinct())
                LookupAgreement.AssertSubjects(graph, oracle, resource, member, subjects, form.Type, form.Relation, random, $"in\n{one}\nwith {context}");
        }

        AssertBulk(one, graph, items, expected);
    }

    private static void AssertSame(NaiveVerdict wanted, CheckResult result, string context)
    {
        Assert.True(wanted.Decision == result.Decision, $"{result.Decision} ({string.Join(',', result.MissingContext)} {result.ErrorDetail}), not {wanted.Decision} ({string.Join(',', wanted.Causes)}): {context}");
        Assert.True(wanted.Missing.SequenceEqual(result.MissingContext), $"misses {string.Join(',', result.MissingContext)}, not {string.Join(',', wanted.Missing)}: {context}");
        Assert.True(result.Error == EvaluationError.None == (wanted.Decision != Decision.Error), context);
        if (wanted.Decision == Decision.Error)
            Assert.True(wanted.Causes.Contains("!cycle") == (result.Error == EvaluationError.CycleThroughExclusion), $"{result.Error}: {context}");
    }

    private static void AssertOtherWays(RandomCase one, TestTenant tenant, PermissionGraph<FakeStructure> graph, CheckItem item, CheckResult result)
    {
        var context = $"{item} in\n{one}";
        var explanation = graph.Explain(item.Resource, item.Permission, item.Subject).Value;
        Assert.True(explanation.Result == result, $"explained as {explanation.Result}, checked as {result}: {context}");
        Assert.True(explanation.Root.Decision == result.Decision, $"the first step is {explanation.Root}, checked as {result}: {context}");
        if (result.IsAllowed && !explanation.IsCut) AssertSupported(explanation.Root, context);

        Assert.Null(graph.Resolve(item, out var resource, out var permission, out var subject));
        if (resource.Id is ObjectKey.Unknown or ObjectKey.UnknownSubject) return;
        using var scope = EvaluationScope.Rent();
        var plain = new PermissionGraph<FakeStructure>(graph.Snapshot, graph.Structure, graph.Now, graph.Context, new EvaluationSwitches(0, ClimbsInGeneral: true, LooksFromResourceOnly: true));
        var general = plain.Ask(subject, graph.Context, scope);
        var byProgram = new CheckEvaluator<FakeStructure>(general, scope).Evaluate(resource, permission!, exists: false);
        Assert.True(byProgram.Decision == result.Decision, $"the general program gives {byProgram.Decision}, the walk {result.Decision}: {context}");
        Assert.Equal(result.MissingContext, CheckResult.From(byProgram).MissingContext);
        scope.Reset();
        var solved = new FixpointSolver<FakeStructure>(general, scope.Memo).Solve(resource, permission!);
        Assert.True(solved.Decision == result.Decision, $"the solver gives {solved.Decision}: {context}");
        Assert.Equal(result.MissingContext, CheckResult.From(solved).MissingContext);
        Assert.Equal(result.Error, CheckResult.From(solved).Error);

        if (result.ExpiresAt is not { } expiresAt || result.Decision == Decision.Error) return;
        Assert.True(expiresAt > graph.Now, context);
        var later = new PermissionGraph<FakeStructure>(graph.Snapshot, graph.Structure, expiresAt.AddTicks(-1), graph.Context).Check(item.Resource, item.Permission, item.Subject).Value;
        Assert.True(later.Decision == result.Decision, $"does not hold until {expiresAt}: {context}");
        Assert.Equal(result.MissingContext, later.MissingContext);
    }

    // What an explanation of "allowed" shows must itself be allowed, down to a relationship with the subject or the subject itself.
    private static void AssertSupported(ExplanationStep step, string context)
    {
        Assert.True(step.Kind != ExplanationKind.Exclusion || step.Steps.Count > 0, context);
        if (step.Kind == ExplanationKind.Exclusion) return;
        Assert.True(step.Decision == Decision.Allowed, $"{step} is {step.Decision}: {context}");
        Assert.True(step.Steps.Count > 0 || step.Kind is ExplanationKind.Relationship or ExplanationKind.Identity, $"{step} rests on nothing: {context}");
        foreach (var inner in step.Steps) AssertSupported(inner, context);
    }

    private static void AssertBulk(RandomCase one, PermissionGraph<FakeStructure> graph, List<CheckItem> items, List<NaiveVerdict> expected)
    {
        var order = Enumerable.Range(0, items.Count * 2).Select(index => index % items.Count).ToArray();
        new Random(items.Count).Shuffle(order);
        var results = graph.CheckBulk([.. order.Select(index => items[index])]);
        for (var i = 0; i < order.Length; i++)
            AssertSame(expected[order[i]], results[i].Value, $"in bulk {items[order[i]]} in\n{one}");
    }

    private static void AssertVisibility(RandomCase one, PermissionGraph<FakeStructure> graph, NaiveChecker oracle, SubjectReference subject)
    {
        if (one.Tree is not { } tree) return;
        var key = graph.ResolveSubject(subject).Value;
        var led = graph.GrantedResources(key).ToHashSet();
        if (key.Relation == RelationId.None) led.UnionWith(graph.Structure.FilesOwnedBy(key.Object));
        foreach (var file in tree.Files)
        {
            var reference = References.Format(graph.State, graph.Structure, new ObjectKey(FileType(graph), file));
            foreach (var name in (string[])["read", "write", "share"])
            {
                if (oracle.Check(reference, name, subject) != Decision.Allowed) continue;
                Assert.True(Chain(tree, file).Any(led.Contains), $"{reference}#{name}@{subject} is allowed, but nothing leads there in\n{one}");
                graph.TryFindPermission("file", name, out var permission);
                if (!permission!.InheritsDownward) continue;
                foreach (var child in graph.Structure.Children(file))
                {
                    var below = References.Format(graph.State, graph.Structure, new ObjectKey(permission.Type, child));
                    Assert.True(oracle.Check(below, name, subject) == Decision.Allowed, $"{name} is not inherited by {below} in\n{one}");
                }
            }
        }
    }

    private static TypeId FileType(PermissionGraph<FakeStructure> graph)
    {
        Assert.True(graph.State.TryGetType("file", out var type));
        return type;
    }

    private static IEnumerable<ulong> Chain(FakeTree tree, ulong file)
    {
        yield return file;
        while (tree.Parents.TryGetValue(file, out file)) yield return file;
    }
}
