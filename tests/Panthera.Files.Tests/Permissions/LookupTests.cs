using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files.Tests.Permissions;

public sealed class LookupTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [Trait("Hazard", "H34")]
    public async Task Resources_come_each_once_in_pages_of_one_revision(int limit)
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync([.. Enumerable.Range(0, 10).Select(i => $"doc:d{i}#viewer@user:tom"), "doc:e#viewer@group:eng#member", "group:eng#member@user:tom", "doc:f#viewer@user:bob"]);
        var question = new ResourceQuestion("doc", "view", SubjectReference.Parse("user:tom"));
        List<string> found = [];
        string? cursor = null;
        while (true)
        {
            var page = (await tenant.Permissions.LookupResourcesAsync(Consistency.FullyConsistent, question, limit, cursor, CancellationToken.None)).Value.Results.ToList();
            found.AddRange(page.Select(resource => resource.Id));
            if (limit == 0 || page.Count < limit) break;
            cursor = page[^1].Cursor;
            await tenant.TouchAsync($"doc:late{found.Count}#viewer@user:tom");
            await tenant.DeleteAsync("doc:d9#viewer@user:tom");
        }

        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"d{i}"), "e"], found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Subjects_come_each_once_and_the_wildcard_last(int limit)
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:x#viewer@user:tom", "doc:x#viewer@group:eng#member", "group:eng#member@user:bob", "group:eng#member@user:tom", "doc:x#viewer@user:*");
        var question = new SubjectQuestion(ObjectReference.Parse("doc:x"), "view", "user");
        List<string> found = [];
        string? cursor = null;
        while (true)
        {
            var page = (await tenant.Permissions.LookupSubjectsAsync(Consistency.FullyConsistent, question, limit, cursor, CancellationToken.None)).Value.Results.ToList();
            found.AddRange(page.Select(subject => subject.Found.Subject.Id));
            if (limit == 0 || page.Count < limit) break;
            cursor = page[^1].Cursor;
        }

        Assert.Equal("*", found[^1]);
        Assert.Equal(["*", "bob", "tom"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cursor_of_another_question_is_refused()
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:a#viewer@user:tom", "doc:b#viewer@user:tom");
        var question = new ResourceQuestion("doc", "view", SubjectReference.Parse("user:tom"));
        var cursor = (await tenant.Permissions.LookupResourcesAsync(Consistency.FullyConsistent, question, 1, null, CancellationToken.None)).Value.Results.Single().Cursor;
        foreach (var other in (ResourceQuestion[])[question with { Permission = "viewer" }, question with { Subject = SubjectReference.Parse("user:bob") }, question with { ResourceType = "group", Permission = "member" }])
        {
            var refused = await tenant.Permissions.LookupResourcesAsync(Consistency.FullyConsistent, other, 0, cursor, CancellationToken.None);
            Assert.Equal(PermissionReasons.InvalidCursor, refused.Refusal!.Reason);
        }

        var subjects = await tenant.Permissions.LookupSubjectsAsync(Consistency.FullyConsistent, new(ObjectReference.Parse("doc:a"), "view", "user"), 0, cursor, CancellationToken.None);
        Assert.Equal(PermissionReasons.InvalidCursor, subjects.Refusal!.Reason);
    }

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task A_candidate_that_cannot_be_decided_ends_the_walk_with_its_refusal()
    {
        await using var tenant = await BareTenant.CreateAsync("""
            definition user {}
            caveat broken(a int) { 1 / a == 1 }
            definition doc { relation viewer: user with broken }
            """);
        await tenant.TouchAsync("doc:x#viewer@user:tom[broken:{\"a\":0}]");
        var stream = (await tenant.Permissions.LookupResourcesAsync(
            Consistency.FullyConsistent, new("doc", "viewer", SubjectReference.Parse("user:tom")), 0, null, CancellationToken.None)).Value;
        var refused = Assert.Throws<RefusedException>(() => stream.Results.ToList());
        Assert.Equal(PermissionReasons.CaveatEvaluationError, refused.Refusal.Reason);
    }

    [Fact]
    public async Task An_expansion_shows_one_level_of_usersets()
    {
        await using var tenant = await BareTenant.CreateAsync();
        await tenant.TouchAsync("doc:x#viewer@group:eng#member", "doc:x#owner@user:tom", "group:eng#member@user:bob");
        var expansion = (await tenant.Permissions.ExpandAsync(Consistency.FullyConsistent, ObjectReference.Parse("doc:x"), "view", CancellationToken.None)).Value;
        Assert.Equal(ExpansionKind.Union, expansion.Root.Kind);
        Assert.Equal(["group:eng#member", "user:tom"], expansion.Root.Children.SelectMany(child => child.Subjects).Select(subject => subject.ToString()).Order(StringComparer.Ordinal));
    }
}
