using Panthera.Files.Tests.Support;
using Panthera.Permissions.Graph;

namespace Panthera.Files.Tests.Permissions;

/// <summary>Look-ups of files over trees that change: what they find, however they search, is what checks do not deny.</summary>
public sealed class LookupAgreementTests
{
    private static readonly EvaluationSwitches[] s_searches = [default, new(0, DescentBound: 1), new(0, DescentBound: 3), new(0, SearchBound: 2), new(0, ClimbsInGeneral: true)];

    [Theory]
    [MemberData(nameof(TenantSchemas.Names), MemberType = typeof(TenantSchemas))]
    [Trait("Hazard", "H32")]
    [Trait("Hazard", "H34")]
    public async Task A_look_up_of_files_finds_what_checks_do_not_deny_in_pages_of_every_size(string schema)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            await using var test = await TestStore.CreateAsync();
            await TenantSchemas.UseAsync(test, schema);
            var world = new ChangingWorld(test, new(seed));
            await world.BuildAsync();
            for (var step = 0; step < 12; step++)
            {
                await world.StepAsync();
                foreach (var subject in ChangingWorld.Subjects) AssertFound(world, subject, $"{schema}, seed {seed}, step {step} ({world.Last})");
            }
        }
    }

    private static void AssertFound(ChangingWorld world, string subject, string when)
    {
        foreach (var name in (string[])["read", "write", "share"])
        {
            var wanted = Checked(world.GraphAt(world.Published), subject, name);
            foreach (var search in s_searches)
            {
                var graph = world.GraphAt(world.Published, search);
                foreach (var size in (int[])[1, 3, 0])
                {
                    var found = Paged(graph, subject, name, size);
                    if (!wanted.SequenceEqual(found)) Assert.Fail($"{subject} {name} by {size} with {search}: found {string.Join("; ", found)}, not {string.Join("; ", wanted)}: {when}");
                }
            }
        }
    }

    private static List<(ulong, CheckResult)> Checked(PermissionGraph<Files.Tree.TreeStructure> graph, string subject, string name)
    {
        using var scope = EvaluationScope.Rent();
        var permission = ChangingWorld.PermissionIn(graph, name);
        var key = ChangingWorld.SubjectIn(graph, subject);
        List<(ulong, CheckResult)> wanted = [];
        foreach (var file in ChangingWorld.FilesOf(graph.Snapshot))
        {
            var result = graph.Check(new(permission.Type, file), permission, key, scope);
            if (result.Decision != Decision.Denied) wanted.Add((file, result));
        }

        return wanted;
    }

    private static List<(ulong, CheckResult)> Paged(PermissionGraph<Files.Tree.TreeStructure> graph, string subject, string name, int size)
    {
        List<(ulong, CheckResult)> found = [];
        for (ulong after = 0; ;)
        {
            var page = graph.LookupResources("file", name, Panthera.Permissions.SubjectReference.Parse(subject), after, size).Value.ToList();
            found.AddRange(page.Select(one => (one.Number, one.Result)));
            if (size == 0 || page.Count < size) return found;
            after = page[^1].Number;
        }
    }
}
