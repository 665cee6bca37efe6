using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>What must stay the same, or change one way only, when relationships are written in other ways.</summary>
public class MetamorphicTests
{
    private static readonly int s_cases = int.TryParse(Environment.GetEnvironmentVariable("PANTHERA_CASES"), out var cases) ? cases : 8;

    [Fact]
    [Trait("Hazard", "H32")]
    public Task The_order_of_writes_and_writing_deleting_and_writing_again_change_nothing() => RandomCases.RunAsync(s_cases, async one =>
    {
        string[] written = [.. one.Relationships.Select(relationship => relationship.ToString())];
        await using var once = await TestTenant.CreateAsync(one.SchemaText, one.Tree);
        await once.TouchAsync(written);
        await using var shuffled = await TestTenant.CreateAsync(one.SchemaText, one.Tree);
        foreach (var relationship in written.Reverse()) await shuffled.TouchAsync(relationship);
        await using var again = await TestTenant.CreateAsync(one.SchemaText, one.Tree);
        await again.TouchAsync(written);
        await again.DeleteAsync(written);
        Assert.Equal(0, again.State.RelationshipCount);
        await again.TouchAsync(written);

        var subjects = one.Subjects().ToList();
        foreach (var context in one.Contexts().ToList())
        {
            var wanted = Answers(one, once.GraphIn(context), subjects);
            Assert.Equal(wanted, Answers(one, shuffled.GraphIn(context), subjects));
            Assert.Equal(wanted, Answers(one, again.GraphIn(context), subjects));
        }
    });

    [Fact]
    public Task Without_exclusions_writing_a_relationship_takes_no_permit_away() => RandomCases.RunAsync(s_cases, async one =>
    {
        if (one.SchemaText.Contains(" - ", StringComparison.Ordinal) || one.SchemaText.Contains(".all(", StringComparison.Ordinal)) return;
        await using var tenant = await TestTenant.CreateAsync(one.SchemaText, one.Tree);
        var subjects = one.Subjects().ToList();
        var context = one.Contexts().Last();
        HashSet<string> before = [];
        foreach (var chunk in one.Relationships.Chunk(3))
        {
            await tenant.TouchAsync([.. chunk.Select(relationship => relationship.ToString())]);
            var now = Answers(one, tenant.GraphIn(context), subjects).Where(answer => answer.EndsWith(nameof(Decision.Allowed), StringComparison.Ordinal)).ToHashSet();
            Assert.Subset(now, before);
            before = now;
        }
    });

    private static List<string> Answers(RandomCase one, PermissionGraph<FakeStructure> graph, List<SubjectReference> subjects) =>
    [
        .. from subject in subjects
           from resource in one.Resources()
           let result = graph.Check(resource.Resource, resource.Member, subject).Value
           select $"{resource.Resource}#{resource.Member}@{subject} {string.Join(',', result.MissingContext)} {result.Decision}",
    ];
}
