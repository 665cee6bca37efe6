using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Tests.Schema;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>Random schemas with every operator, caveats, expiry, wildcards and usersets: the answers must be those that the language's first engine gave.</summary>
public sealed class DifferentialTests
{
    private const int Cases = 600;
    private const int Checks = 178_596;

    // Where a relation allows a type both as an object and as a userset, one of them with a caveat or an expiry and the other without, the recorded
    // engine lost the caveat or the expiry of a relationship: it let expired ones grant, and those with a true caveat not. Ours follows the language.
    private static readonly Dictionary<string, Decision> s_deviations = new()
    {
        ["49 group:g2#rel0@group:g0"] = Decision.Allowed,
        ["212 group:g2#rel3@group:g0#rel1"] = Decision.Denied,
        ["242 group:g1#can2@group:g0"] = Decision.Allowed,
        ["242 group:g2#can2@group:g0"] = Decision.Allowed,
        ["271 folder:f2#can1@folder:f1"] = Decision.Conditional,
        ["396 folder:f1#rel0@folder:f0"] = Decision.Denied,
        ["462 folder:f2#rel2@group:g0"] = Decision.Conditional,
        ["468 doc:d1#can0@group:g1"] = Decision.Allowed,
    };

    [Fact]
    [Trait("Hazard", "H13")]
    [Trait("Hazard", "H32")]
    public async Task Every_check_is_answered_as_recorded_with_the_same_missing_context_alone_and_in_bulk()
    {
        var path = Path.Combine(ConformanceData.Require("differential"), "cases.jsonl.gz");
        if (!SchemaCompiler.TryCompile("caveat flagged(flag bool) { flag }\ndefinition user {}", out _, out _)) Assert.Skip("caveats do not compile yet");
        var (cases, checks) = (0, 0);
        List<string> wrong = [];
        foreach (var one in DifferentialCase.Read(path))
        {
            await using var tenant = await TestTenant.CreateAsync(one.Schema);
            await tenant.TouchAsync(one.Relationships);
            cases++;
            foreach (var round in one.Rounds)
            {
                checks += round.Answers.Count;
                Compare(one, round, tenant, wrong);
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong answers:\n{string.Join('\n', wrong.Take(20))}");
        Assert.Equal((Cases, Checks), (cases, checks));
    }

    private static void Compare(DifferentialCase one, DifferentialCase.Round round, TestTenant tenant, List<string> wrong)
    {
        var graph = tenant.GraphIn(round.Context);
        var bulk = tenant.Graph.CheckBulk([.. round.Answers.Select(answer => answer.Item)]);
        for (var i = 0; i < round.Answers.Count; i++)
        {
            var (item, decision, missing) = round.Answers[i];
            var single = graph.Check(item.Resource, item.Permission, item.Subject).Value;
            foreach (var result in (CheckResult[])[single, bulk[i].Value])
            {
                if (s_deviations.TryGetValue($"{one.Number} {item.Resource}#{item.Permission}@{item.Subject}", out var ours))
                    Assert.Equal(ours, result.Decision);
                else if (result.Decision != decision || string.Join(',', result.MissingContext) != missing)
                    wrong.Add($"case {one.Number}: {item} is {result.Decision} {string.Join(',', result.MissingContext)}{result.ErrorDetail}, not {decision} {missing}");
            }
        }
    }
}
