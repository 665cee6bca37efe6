using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Tests.Schema;
using YamlDotNet.Serialization;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>Published scenarios: their assertions, and every pair of resource and subject against the naive checker.</summary>
public sealed class ScenarioConformanceTests
{
    private const int MaxPairs = 60_000;

    [Fact]
    [Trait("Hazard", "H32")]
    [Trait("Hazard", "H35")]
    public async Task Every_scenario_comes_out_as_asserted_and_as_the_naive_checker_says()
    {
        var folder = ConformanceData.Require(Path.Combine("spicedb", "scenarios"));
        var run = 0;
        foreach (var file in Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var scenario = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            if (!SchemaCompiler.TryCompile((string)scenario["schema"], out var schema, out _)) continue;
            await RunAsync(Path.GetFileName(file), scenario, schema);
            run++;
        }

        Assert.True(run > 30, $"only {run} scenarios ran");
    }

    private static async Task RunAsync(string name, Dictionary<string, object> scenario, CompiledSchema schema)
    {
        await using var tenant = await TestTenant.CreateAsync(schema.Text);
        var relationships = ((string)scenario["relationships"]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal)).Distinct().ToArray();
        await tenant.TouchAsync(relationships);
        AssertListed(tenant, scenario, name);
        AssertAgainstOracle(tenant, [.. relationships.Select(Relationship.Parse)], schema, name);

        // Written, deleted, written again one by one, and read back: the same.
        await tenant.DeleteAsync(relationships);
        Assert.Equal(0, tenant.State.RelationshipCount);
        foreach (var relationship in relationships) await tenant.TouchAsync(relationship);
        await tenant.ReloadAsync();
        AssertListed(tenant, scenario, name);
    }

    private static void AssertListed(TestTenant tenant, Dictionary<string, object> scenario, string name)
    {
        if (!scenario.TryGetValue("assertions", out var found) || found is not Dictionary<object, object> assertions) return;
        foreach (var (kind, wanted) in ((string, Decision)[])[("assertTrue", Decision.Allowed), ("assertFalse", Decision.Denied), ("assertCaveated", Decision.Conditional)])
        {
            if (!assertions.TryGetValue(kind, out var list) || list is not List<object> questions) continue;
            foreach (var question in questions.Cast<string>())
                Assert.True(tenant.Check(question).Decision == wanted, $"{name}: {question} is {tenant.Check(question).Decision}");
        }
    }

    private static void AssertAgainstOracle(TestTenant tenant, List<Relationship> relationships, CompiledSchema schema, string name)
    {
        var graph = tenant.Graph;
        var oracle = new NaiveChecker(schema, relationships, tree: null, graph.Now);
        var subjects = relationships.Select(relationship => relationship.Subject).Where(subject => !subject.IsWildcard)
            .Append(new("user", "stranger")).Distinct().Where(subject => schema.TryGetDefinition(subject.Type, out _)).ToList();
        var resources = relationships.SelectMany(relationship => (ObjectReference[])[relationship.Resource, relationship.Subject.Object])
            .Where(reference => reference.Id != "*").Distinct().ToList();
        List<CheckItem> items = [];
        foreach (var subject in subjects)
        {
            foreach (var resource in resources)
            {
                Assert.True(schema.TryGetDefinition(resource.Type, out var definition));
                items.AddRange(definition.Members.Select(member => new CheckItem(resource, member.Name, subject)));
            }
        }

        if (items.Count > MaxPairs) items = items[..MaxPairs];
        var results = graph.CheckBulk(items);
        for (var i = 0; i < items.Count; i++)
        {
            var wanted = oracle.Check(items[i].Resource, items[i].Permission, items[i].Subject);
            Assert.True(results[i].Value.Decision == wanted, $"{name}: {items[i]} is {results[i].Value.Decision} in bulk, not {wanted}");
            var explained = graph.Explain(items[i].Resource, items[i].Permission, items[i].Subject).Value;
            Assert.True(explained.Result.Decision == wanted, $"{name}: {items[i]} is explained as {explained.Result.Decision}, not {wanted}");
        }
    }
}
