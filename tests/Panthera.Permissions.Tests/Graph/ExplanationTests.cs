using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests.Graph;

public class ExplanationTests
{
    [Fact]
    public async Task What_is_allowed_is_explained_by_the_relationships_on_the_way()
    {
        await using var tenant = await CreateAsync();
        var explanation = Explain(tenant, "user:bob");
        Assert.Equal(
        [
            "/docs/a#read is allowed",
            "  /docs/a -parent-> /docs",
            "    /docs#viewer@group:eng#member until 2030-01-01T00:00:00Z",
            "      group:eng#member is allowed",
            "        group:eng#direct_member@user:bob",
        ], explanation.ToLines(Name));
        Assert.False(explanation.IsCut);
    }

    [Fact]
    public async Task What_is_denied_is_explained_by_what_was_looked_at_and_missing()
    {
        await using var tenant = await CreateAsync();
        var explanation = Explain(tenant, "user:eve");
        var lines = explanation.ToLines(Name).ToList();
        Assert.Equal("/docs/a#read is denied", lines[0]);
        Assert.Contains("  /docs/a#owner does not lead to the subject", lines);
        Assert.Contains("    /docs#viewer does not lead to the subject", lines);
        Assert.Contains("      /docs#viewer@group:eng#member until 2030-01-01T00:00:00Z", lines);
        Assert.Contains("          group:eng#direct_member does not lead to the subject", lines);
    }

    [Fact]
    public async Task A_long_explanation_is_cut_and_says_so()
    {
        var tree = new FakeTree();
        for (ulong file = 1; file <= 500; file++) tree.Add(file, file - 1, "user:root");
        await using var tenant = await TestTenant.CreateAsync(BuiltInSchema.Text, tree);
        var explanation = tenant.Graph.Explain(new("file", FileIdText.Format(500)), "read", SubjectReference.Parse("user:eve")).Value;
        Assert.True(explanation.IsCut);
        Assert.InRange(explanation.ToLines().Count(), 50, Explanation.MaxSteps * 2);
    }

    private static Explanation Explain(TestTenant tenant, string subject) =>
        tenant.Graph.Explain(new("file", FileIdText.Format(3)), "read", SubjectReference.Parse(subject)).Value;

    private static string Name(ObjectReference reference) => reference.Type != "file" ? reference.ToString()
        : reference.Id == FileIdText.Format(3) ? "/docs/a" : reference.Id == FileIdText.Format(2) ? "/docs" : "/";

    private static async Task<TestTenant> CreateAsync()
    {
        var tree = new FakeTree();
        for (ulong file = 1; file <= 3; file++) tree.Add(file, file - 1, "user:root");
        var tenant = await TestTenant.CreateAsync(BuiltInSchema.Text, tree);
        await tenant.TouchAsync("group:eng#direct_member@user:bob", $"file:{FileIdText.Format(2)}#viewer@group:eng#member[expiration:2030-01-01T00:00:00Z]");
        return tenant;
    }
}
