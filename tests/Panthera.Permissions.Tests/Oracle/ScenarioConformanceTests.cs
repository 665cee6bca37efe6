using Panthera.Permissions.Relationships;
using Panthera.Permissions.Tests.Schema;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>Published scenarios: their assertions, and every pair of resource and subject asked in every way, against the naive checker.</summary>
public sealed class ScenarioConformanceTests
{
    private const int Scenarios = 52;

    [Fact]
    [Trait("Hazard", "H07")]
    [Trait("Hazard", "H24")]
    [Trait("Hazard", "H32")]
    [Trait("Hazard", "H34")]
    [Trait("Hazard", "H35")]
    public async Task Every_scenario_comes_out_as_asserted_and_as_the_naive_checker_says_however_written_and_after_a_reload()
    {
        var folder = ConformanceData.Require(Path.Combine("spicedb", "scenarios"));
        var files = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToList();
        foreach (var file in files)
        {
            var scenario = await Scenario.ReadAsync(file, TestContext.Current.CancellationToken);
            var agreements = Agreements(scenario);
            foreach (var (way, write) in s_ways) await RunAsync(scenario, agreements, way, write);
        }

        Assert.Equal(Scenarios, files.Count);
    }

    private static readonly (string Way, Func<TestTenant, string[], Task> Write)[] s_ways =
    [
        ("all at once", (tenant, relationships) => tenant.TouchAsync(relationships)),
        ("one by one", WriteOneByOneAsync),
        ("again", WriteAgainAsync),
    ];

    // The naive checkers are kept for every way to write: what is stored comes to the same.
    private static List<EvaluatorAgreement> Agreements(Scenario scenario)
    {
        var withoutCaveats = new NaiveChecker(scenario.Schema, scenario.Relationships.Select(one => one with { Caveat = null }), tree: null, TestTenant.Start);
        return [.. scenario.Contexts.Select(context => new EvaluatorAgreement(
            new(scenario.Schema, scenario.Relationships, tree: null, TestTenant.Start, context), withoutCaveats, scenario.Resources, scenario.Subjects, Sample.Everything, scenario.Name))];
    }

    private static async Task RunAsync(Scenario scenario, List<EvaluatorAgreement> agreements, string way, Func<TestTenant, string[], Task> write)
    {
        await using var tenant = await TestTenant.CreateAsync(scenario.Schema.Text);
        await write(tenant, scenario.Written);
        AssertAgreement(scenario, agreements, tenant, $"written {way}");
        await tenant.ReloadAsync();
        AssertAgreement(scenario, agreements, tenant, $"written {way} and reloaded");
    }

    private static async Task WriteOneByOneAsync(TestTenant tenant, string[] relationships)
    {
        foreach (var relationship in relationships) await tenant.TouchAsync(relationship);
    }

    private static async Task WriteAgainAsync(TestTenant tenant, string[] relationships)
    {
        await tenant.TouchAsync(relationships);
        await tenant.DeleteAsync(relationships);
        Assert.Equal(0, tenant.State.RelationshipCount);
        (await tenant.WriteAsync(RelationshipOperation.Create, [.. relationships.Reverse()])).ThrowIfRefused();
    }

    private static void AssertAgreement(Scenario scenario, List<EvaluatorAgreement> agreements, TestTenant tenant, string way)
    {
        foreach (var (question, wanted) in scenario.Assertions)
            Assert.True(tenant.Check(question).Decision == wanted, $"{scenario.Name} {way}: {question} is {tenant.Check(question).Decision}");
        for (var i = 0; i < agreements.Count; i++)
        {
            agreements[i].AssertHolds(tenant.GraphIn(scenario.Contexts[i]));
            Assert.True(agreements[i].Untold == 0, $"{scenario.Name} {way}: of {agreements[i].Untold} pairs the expansions do not tell");
        }
    }
}
