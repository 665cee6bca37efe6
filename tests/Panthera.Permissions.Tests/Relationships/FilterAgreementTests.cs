using CsCheck;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests.Relationships;

/// <summary>Every filter form against a naive filter over a plain list, in one piece and in pages, before and after a reload.</summary>
public sealed class FilterAgreementTests
{
    private const string Schema = """
        use expiration
        definition user {}
        definition agent {}
        definition group {
            relation manager: user | agent
            relation member: user | agent | group#member | group#manager | user with expiration
        }
        definition file {
            relation viewer: user | user:* | agent | group#member | user with expiration
            relation parent: file
            relation editor: user | group#member | group#manager
            relation owner: user | agent
            permission share = owner
            permission write = editor + parent->write
            permission read = viewer + write
        }
        """;

    private static readonly string[] s_ids = ["a", "ab", "abc", "b", "b1", "c", "/x", "=y", "z_z"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Hazard", "H29")]
    [Trait("Hazard", "H34")]
    public async Task Every_filter_reads_what_a_naive_one_does(bool hasFiles)
    {
        await Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[5, 120]).SampleAsync(
            async (seed, count) => await CheckAsync(new Random(seed), count, hasFiles),
            iter: 12,
            threads: 1);
    }

    private static async Task CheckAsync(Random random, int count, bool hasFiles)
    {
        var tree = hasFiles ? TreeOf(random) : null;
        await using var tenant = await TestTenant.CreateAsync(Schema, tree);
        var rows = Relationships(random, count, tree);
        foreach (var chunk in rows.Chunk(40)) await tenant.TouchAsync(chunk);
        if (rows.Count > 4) await tenant.DeleteAsync(rows[1], rows[3]);
        rows = [.. rows.Where((_, index) => rows.Count <= 4 || index is not (1 or 3))];
        var now = tenant.Time.GetUtcNow();
        var expected = rows.Select(Relationship.Parse).Where(row => row.ExpiresAt is not { } at || at > now).Concat(Structural(tree)).ToList();
        var filters = Enumerable.Range(0, 60).Select(_ => FilterOf(random, tree)).Where(filter => filter.Misfit() is null).ToList();
        List<string[]> orders = [];
        foreach (var filter in filters)
        {
            var found = Read(tenant, filter);
            Assert.Equal(
                expected.Where(row => Matches(filter, row)).Select(row => row.ToString()).Order(StringComparer.Ordinal),
                found.Order(StringComparer.Ordinal));
            Assert.Equal(found, InPages(tenant, filter, random));
            orders.Add(found);
        }

        await tenant.ReloadAsync();
        for (var i = 0; i < filters.Count; i++) Assert.Equal(orders[i], Read(tenant, filters[i]));
    }

    private static string[] Read(TestTenant tenant, RelationshipFilter filter) =>
        [.. RelationshipReader.Read(tenant.State, tenant.Graph.Structure, filter, tenant.Time.GetUtcNow()).Select(row => row.ToString())];

    private static List<string> InPages(TestTenant tenant, RelationshipFilter filter, Random random)
    {
        List<string> found = [];
        RelationshipKey? after = null;
        while (true)
        {
            var size = random.Next(1, 5);
            var page = RelationshipReader.Walk(tenant.State, tenant.Graph.Structure, filter, tenant.Time.GetUtcNow(), after, storedOnly: false).Take(size).ToList();
            found.AddRange(page.Select(row => row.Relationship.ToString()));
            if (page.Count < size) return found;
            after = page[^1].Key;
        }
    }

    private static bool Matches(RelationshipFilter filter, Relationship row) =>
        (filter.ResourceType is null || filter.ResourceType == row.Resource.Type)
        && (filter.ResourceId is null || filter.ResourceId == row.Resource.Id)
        && (filter.ResourceIdPrefix is null || row.Resource.Id.StartsWith(filter.ResourceIdPrefix, StringComparison.Ordinal))
        && (filter.Relation is null || filter.Relation == row.Relation)
        && (filter.SubjectType is null || filter.SubjectType == row.Subject.Type)
        && (filter.SubjectId is null || filter.SubjectId == row.Subject.Id)
        && (filter.SubjectRelation is null || filter.SubjectRelation == (row.Subject.Relation ?? ""));

    private static FakeTree TreeOf(Random random)
    {
        var tree = new FakeTree();
        tree.Add(FakeTree.Root, 0, "user:a");
        for (ulong file = 2; file < 20; file++) tree.Add(file, (ulong)random.Next(1, (int)file), Pick(random, ["user:a", "user:b", "agent:a"]));
        return tree;
    }

    private static IEnumerable<Relationship> Structural(FakeTree? tree)
    {
        if (tree is null) yield break;
        foreach (var file in tree.Files)
        {
            var resource = new ObjectReference("file", FileIdText.Format(file));
            yield return new(resource, "owner", SubjectReference.Parse(tree.Owners[file]));
            if (tree.Parents.TryGetValue(file, out var parent)) yield return new(resource, "parent", new("file", FileIdText.Format(parent)));
        }
    }

    private static List<string> Relationships(Random random, int count, FakeTree? tree)
    {
        Dictionary<string, string> rows = [];
        for (var i = 0; i < count; i++)
        {
            var isFile = random.Next(3) > 0;
            var relation = isFile ? Pick(random, ["viewer", "editor"]) : Pick(random, ["manager", "member"]);
            var subject = relation switch
            {
                "viewer" => Pick(random, [$"user:{Id(random, tree)}", "user:*", $"agent:{Id(random, tree)}", $"group:{Id(random, tree)}#member"]),
                "editor" => Pick(random, [$"user:{Id(random, tree)}", $"group:{Id(random, tree)}#member", $"group:{Id(random, tree)}#manager"]),
                "manager" => Pick(random, [$"user:{Id(random, tree)}", $"agent:{Id(random, tree)}"]),
                _ => Pick(random, [$"user:{Id(random, tree)}", $"group:{Id(random, tree)}#member", $"group:{Id(random, tree)}#manager"]),
            };
            var expires = relation is "viewer" or "member" && subject.StartsWith("user:", StringComparison.Ordinal) && subject != "user:*" && random.Next(3) == 0;
            var row = $"{(isFile ? $"file:{FileOf(random, tree)}" : $"group:{Id(random, tree)}")}#{relation}@{subject}";
            rows[row] = expires ? $"{row}[expiration:{(random.Next(2) == 0 ? "2025-01-01T00:00:00Z" : "2030-01-01T00:00:00Z")}]" : row;
        }

        return [.. rows.Values];
    }

    private static RelationshipFilter FilterOf(Random random, FakeTree? tree)
    {
        var type = Maybe(random, ["file", "group", "user"]);
        var subjectType = Maybe(random, ["user", "agent", "group", "file"]);
        return new()
        {
            ResourceType = type,
            ResourceId = random.Next(4) == 0 ? (type == "file" ? FileOf(random, tree) : Id(random, tree)) : null,
            ResourceIdPrefix = random.Next(4) == 0 ? (type == "file" && tree is not null ? FileOf(random, tree)[..random.Next(12, 17)] : Pick(random, ["a", "ab", "b", "/", "zz"])) : null,
            Relation = Maybe(random, ["viewer", "editor", "member", "manager", "parent", "owner", "read"]),
            SubjectType = subjectType,
            SubjectId = subjectType is not null && random.Next(2) == 0 ? (subjectType == "file" ? FileOf(random, tree) : Pick(random, [Id(random, tree), Id(random, tree), "*"])) : null,
            SubjectRelation = Maybe(random, ["", "", "member", "manager"]),
        };
    }

    private static string Id(Random random, FakeTree? tree)
    {
        var id = Pick(random, s_ids);
        return tree is not null && id[0] == '=' ? "a" : id;
    }

    private static string FileOf(Random random, FakeTree? tree) => tree is null ? Id(random, tree) : FileIdText.Format((ulong)random.Next(1, 20));

    private static string? Maybe(Random random, string[] choices) => random.Next(2) == 0 ? null : Pick(random, choices);

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
