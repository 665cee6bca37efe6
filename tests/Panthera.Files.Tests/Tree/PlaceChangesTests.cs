using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Caching;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Files.Tests.Tree;

/// <summary>What file operations mark in the clock that cached answers go by, and what they leave alone.</summary>
public sealed class PlaceChangesTests
{
    private static FilePath Path(string text) => FilePath.Parse(text).Value;

    [Fact]
    [Trait("Hazard", "H11")]
    public async Task What_leaves_places_and_owners_alone_marks_nothing()
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(Caller.Operator, "/a/f", "one");
        var before = Begin(test);
        await test.WriteAsync(Caller.Operator, "/a/f", "another");
        _ = (await test.Files.MoveAsync(Caller.Operator, Path("/a/f"), Path("/a/g"), MoveOptions.Default, CancellationToken.None)).Value;
        Assert.Equal(before, Clock(test).LastChange(ChangeScopes.Everything));
    }

    [Fact]
    [Trait("Hazard", "H11")]
    public async Task What_is_done_in_one_directory_leaves_the_places_and_grants_of_another_alone()
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(Caller.Operator, "/a/f", "one");
        await test.WriteAsync(Caller.Operator, "/b/f", "one");
        var before = Begin(test);
        await test.WriteAsync(Caller.Operator, "/b/new", "one");
        await test.GrantAsync("/b/f", "viewer", "user:bob");
        Assert.True(Clock(test).LastChange(PlaceOf(test, "/b/new")) > before);
        Assert.True(Clock(test).LastChange(GrantsOn(test, "/b/f")) > before);
        Assert.True(Clock(test).LastChange(ChangeCell.TargetsOf(Subject(test, "user:bob"))) > before);
        foreach (var path in (string[])["/", "/a", "/a/f", "/b", "/b/f"]) Assert.True(Clock(test).LastChange(PlaceOf(test, path)) <= before, path);
        foreach (var path in (string[])["/", "/a", "/a/f", "/b", "/b/new"]) Assert.True(Clock(test).LastChange(GrantsOn(test, path)) <= before, path);
        Assert.True(Clock(test).LastChange(ChangeScopes.Directories | ChangeScopes.Memberships) <= before);
    }

    [Theory]
    [InlineData("grant")]
    [InlineData("revoke")]
    [InlineData("move")]
    [InlineData("owner")]
    [InlineData("delete")]
    [Trait("Hazard", "H01")]
    [Trait("Hazard", "H02")]
    public async Task What_changes_a_directory_marks_it_and_all_directories(string change)
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(Caller.Operator, "/a/d/f", "one");
        await test.GrantAsync("/a", "viewer", "user:carol");
        var cell = change is "grant" or "revoke" ? GrantsOn(test, "/a") : PlaceOf(test, "/a");
        var before = Begin(test);
        switch (change)
        {
            case "grant": await test.GrantAsync("/a", "viewer", "user:bob"); break;
            case "revoke": await test.RevokeAsync("/a", "viewer", "user:carol"); break;
            case "move": _ = (await test.Files.MoveAsync(Caller.Operator, Path("/a"), Path("/b"), MoveOptions.Default, CancellationToken.None)).Value; break;
            case "owner": _ = (await test.Files.ChangeOwnerAsync(Caller.Operator, Path("/a"), SubjectReference.Parse("user:bob"), CancellationToken.None)).Value; break;
            default: _ = (await test.Files.DeleteAsync(Caller.Operator, Path("/a"), DeleteOptions.Default with { Recursive = true }, CancellationToken.None)).Value; break;
        }

        if (change != "move") Assert.True(Clock(test).LastChange(cell) > before);
        Assert.Equal(change != "move", Clock(test).LastChange(ChangeScopes.Directories) > before);
        Assert.True(Clock(test).LastChange(ChangeScopes.Memberships) <= before);
    }

    [Fact]
    [Trait("Hazard", "H02")]
    [Trait("Hazard", "H18")]
    public async Task A_directory_that_goes_elsewhere_marks_all_directories_and_a_file_only_itself()
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(Caller.Operator, "/a/d/f", "one");
        await test.WriteAsync(Caller.Operator, "/b/x", "one");
        var file = PlaceOf(test, "/a/d/f");
        var before = Begin(test);
        _ = (await test.Files.MoveAsync(Caller.Operator, Path("/a/d/f"), Path("/b/f"), MoveOptions.Default, CancellationToken.None)).Value;
        Assert.True(Clock(test).LastChange(file) > before);
        Assert.True(Clock(test).LastChange(ChangeScopes.Directories) <= before);
        var directory = PlaceOf(test, "/a/d");
        _ = (await test.Files.MoveAsync(Caller.Operator, Path("/a/d"), Path("/b/d"), MoveOptions.Default, CancellationToken.None)).Value;
        Assert.True(Clock(test).LastChange(directory) > before);
        Assert.True(Clock(test).LastChange(ChangeScopes.Directories) > before);
    }

    [Fact]
    [Trait("Hazard", "H06")]
    public async Task A_change_of_a_group_marks_memberships_and_a_grant_to_a_group_does_not()
    {
        await using var test = await TestStore.CreateAsync();
        await test.WriteAsync(Caller.Operator, "/a/f", "one");
        _ = (await test.Files.CreateGroupAsync(Caller.Operator, "eng", null, CancellationToken.None)).Value;
        var before = Begin(test);
        await test.GrantAsync("/a", "viewer", "group:eng#member");
        Assert.True(Clock(test).LastChange(ChangeScopes.Memberships) <= before);
        _ = (await test.Files.AddGroupMemberAsync(Caller.Operator, "eng", SubjectReference.Parse("user:bob"), null, CancellationToken.None)).Value;
        Assert.True(Clock(test).LastChange(ChangeScopes.Memberships) > before);
    }

    private static ChangeClock Clock(TestStore test) => Permissions(test).Indexes.Clock;

    private static PermissionsState Permissions(TestStore test) => test.Tenant.Log.Published.Of(PermissionsRoom.Instance);

    // Once a cell was read the next commit makes the table.
    private static Storage.Revision Begin(TestStore test)
    {
        _ = Clock(test).LastChange(ChangeCell.PlaceOf(0));
        return test.Tenant.Log.Published.Revision;
    }

    private static ChangeCell PlaceOf(TestStore test, string path) => ChangeCell.PlaceOf(IdOf(test, path));

    private static ChangeCell GrantsOn(TestStore test, string path)
    {
        Permissions(test).TryGetType("file", out var type);
        return ChangeCell.GrantsOn(new(type, IdOf(test, path)));
    }

    private static ulong IdOf(TestStore test, string path) => test.Tenant.Log.Published.Of(TreeRoom.Instance).Resolve(Path(path)).Target!.Id.Value;

    private static SubjectKey Subject(TestStore test, string name)
    {
        Assert.True(References.TryFind(Permissions(test), default(EmptyStructure), ObjectReference.Parse(name), out var key));
        return new(key.Type, default, key.Id);
    }
}
