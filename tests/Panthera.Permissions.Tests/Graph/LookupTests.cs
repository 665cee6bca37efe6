namespace Panthera.Permissions.Tests.Graph;

public class LookupTests
{
    private const string Schema = """
        definition user {}
        definition agent {}
        definition file {
            relation parent: file
            relation owner: user | agent
            permission share = owner
            permission write = owner
            permission read = owner
        }
        definition doc {
            relation viewer: user | file | file:*
            relation banned: user | file
            permission read = viewer - banned
        }
        """;

    [Fact]
    [Trait("Hazard", "H17")]
    public async Task A_deleted_file_is_no_subject_of_anything_though_it_is_named_until_it_is_purged()
    {
        var tree = new FakeTree();
        for (var file = FakeTree.Root; file <= 3; file++) tree.Add(file, FakeTree.Root, "user:root");
        await using var tenant = await TestTenant.CreateAsync(Schema, tree);
        await tenant.TouchAsync("doc:x#viewer@file:*", "doc:x#viewer@file:0000000000000002", "doc:x#banned@file:0000000000000003");
        string[] Subjects() => [.. tenant.Graph.LookupSubjects(new("doc", "x"), "read", "file").Value
            .Select(found => $"{found.Subject.Id} but {string.Join(' ', found.Excluded.Select(one => one.Subject.Id))}")];

        Assert.Equal(["0000000000000002 but ", "* but 0000000000000003"], Subjects());
        tree.Parents.Remove(2);
        tree.Parents.Remove(3);
        Assert.Equal(["* but "], Subjects());
    }

    [Fact]
    public async Task A_look_up_that_finds_nothing_can_be_cancelled()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync([.. Enumerable.Range(0, 600).SelectMany(i => (string[])[$"doc:d{i}#viewer@user:ann", $"doc:d{i}#banned@user:ann", $"doc:x#viewer@user:u{i}", $"doc:x#banned@user:u{i}"])]);
        using var cancel = new CancellationTokenSource();
        var resources = tenant.Graph.LookupResources("doc", "read", new("user", "ann"), cancellationToken: cancel.Token).Value;
        var subjects = tenant.Graph.LookupSubjects(new("doc", "x"), "read", "user", cancellationToken: cancel.Token).Value;
        Assert.Empty(resources);
        Assert.Empty(subjects);
        await cancel.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => resources.Count());
        Assert.Throws<OperationCanceledException>(() => subjects.Count());
    }
}
