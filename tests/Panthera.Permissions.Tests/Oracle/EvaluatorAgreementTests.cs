using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Tests.Oracle;

public class EvaluatorAgreementTests
{
    private static readonly int s_cases = int.TryParse(Environment.GetEnvironmentVariable("PANTHERA_CASES"), out var cases) ? cases : 12;

    [Fact]
    [Trait("Hazard", "H07")]
    [Trait("Hazard", "H24")]
    [Trait("Hazard", "H32")]
    [Trait("Hazard", "H33")]
    public Task Every_way_to_check_agrees_with_the_naive_checker_before_and_after_changes_and_a_reload() => RandomCases.RunAsync(s_cases, async one =>
        {
            await using var tenant = await TestTenant.CreateAsync(one.SchemaText, one.Tree);
            await tenant.TouchAsync([.. one.Relationships.Select(relationship => relationship.ToString())]);
            AssertAgreement(one, tenant, one.Relationships);

            await tenant.ReloadAsync();
            tenant.CatchUp();
            AssertAgreement(one, tenant, one.Relationships);

            var kept = one.Relationships.Where((_, index) => index % 3 != 0).ToList();
            await tenant.DeleteAsync([.. one.Relationships.Except(kept).Select(relationship => relationship.ToString())]);
            one.ChangeTree();
            if (one.Tree is not null) tenant.MarkTree();
            tenant.Time.Advance(TimeSpan.FromMinutes(5));
            tenant.CatchUp();
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
        var subjects = one.Subjects().ToList();
        new EvaluatorAgreement(oracle, stripped, [.. one.Resources()], subjects, new(new(one.SchemaText.Length)), one.ToString()).AssertHolds(graph);
        foreach (var subject in subjects) AssertVisibility(one, graph, oracle, subject);
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
