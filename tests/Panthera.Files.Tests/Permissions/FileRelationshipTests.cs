using Panthera.Files.Tests.Support;
using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Tests.Toy;

namespace Panthera.Files.Tests.Permissions;

/// <summary>The permission API of a tenant with files, and on a disk that fails.</summary>
public sealed class FileRelationshipTests
{
    [Fact]
    [Trait("Hazard", "H16")]
    public async Task Deletes_and_exports_leave_the_trees_own_relationships_alone()
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(TestStore.Alice, "/a/b.txt", "text");
        await test.GrantAsync("/a", "viewer", "user:bob");
        var permissions = test.Tenant.Permissions;
        var exported = (await permissions.ExportBulkAsync(Consistency.FullyConsistent, null, 0, null, CancellationToken.None)).Value.Pages.SelectMany(page => page.Relationships).ToList();
        Assert.Equal("viewer", Assert.Single(exported).Relation);

        var deleted = (await permissions.DeleteRelationshipsAsync(new() { ResourceType = "file" }, [], 0, false, null, CancellationToken.None)).Value;
        Assert.Equal((1, true), (deleted.Count, deleted.IsComplete));
        var owners = (await permissions.DeleteRelationshipsAsync(new() { SubjectType = "user", SubjectId = "alice" }, [], 0, false, null, CancellationToken.None)).Value;
        Assert.Equal(0, owners.Count);
        Assert.True(test.Files.Stat(TestStore.Alice, "/a/b.txt").IsAccepted);
        Assert.False(test.Files.Stat(TestStore.Bob, "/a/b.txt").IsAccepted);
    }

    [Fact]
    [Trait("Hazard", "H17")]
    public async Task What_was_granted_on_a_deleted_file_is_read_by_nobody()
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(TestStore.Alice, "/a/b.txt", "text");
        await test.GrantAsync("/a/b.txt", "viewer", "user:bob");
        _ = (await test.Files.DeleteAsync(TestStore.Alice, "/a", new() { Recursive = true }, CancellationToken.None)).Value;
        var read = (await test.Tenant.Permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, new() { SubjectType = "user", SubjectId = "bob" }, 0, null, CancellationToken.None)).Value;
        Assert.Empty(read.Relationships);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Hazard", "H44")]
    public async Task An_import_whose_commit_fails_is_there_whole_or_not_at_all_after_a_restart(bool writtenAnyway)
    {
        var disk = new FaultyEngine(new MemoryEngine()) { WriteAnyway = writtenAnyway };
        await using var test = await TestStore.CreateAsync(engine: disk);
        disk.FailNext(1);
        await Assert.ThrowsAsync<StorageException>(() => test.Tenant.Permissions.ImportBulkAsync(Members(500), CancellationToken.None));
        await test.ReopenAsync(disk.Restarted);
        var read = (await test.Tenant.Permissions.ReadRelationshipsAsync(Consistency.FullyConsistent, new() { ResourceType = "group" }, 0, null, CancellationToken.None)).Value;
        Assert.Equal(writtenAnyway ? 500 : 0, read.Relationships.Count());
        Assert.Empty(Directory.EnumerateFiles(test.BlobDirectory, "import-*", SearchOption.AllDirectories));
    }

    private static async IAsyncEnumerable<Relationship> Members(int count)
    {
        await Task.Yield();
        for (var i = 0; i < count; i++) yield return Relationship.Parse($"group:g{i}#direct_member@user:u{i}");
    }
}
