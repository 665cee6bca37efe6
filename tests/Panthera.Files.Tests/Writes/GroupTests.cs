using Panthera.Permissions;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Writes;

public sealed class GroupTests
{
    private static readonly Caller Admin = Caller.TenantAdmin(SubjectReference.Parse("user:root"));
    private static readonly SubjectReference Carol = SubjectReference.Parse("user:carol");

    [Fact]
    [Trait("Hazard", "H20")]
    public async Task Managers_change_members_members_are_denied_and_to_others_there_is_no_such_group()
    {
        await using var test = await CreateAsync();
        Assert.True((await test.Files.CreateGroupAsync(Admin, "eng", Bob.Subject, CancellationToken.None)).Value.Changed);
        Assert.True((await test.Files.AddGroupMemberAsync(Bob, "eng", Carol, null, CancellationToken.None)).Value.Changed);
        Assert.False((await test.Files.AddGroupMemberAsync(Bob, "eng", Carol, null, CancellationToken.None)).Value.Changed);

        // A manager is no member, and a member no manager.
        await test.WriteAsync(Alice, "/f", "x");
        await test.GrantAsync("/f", "viewer", "group:eng#member");
        Assert.False(test.Files.Exists(Bob, "/f"));
        Assert.True(test.Files.Exists(User("carol"), "/f"));
        Assert.Equal(RefusalCode.Denied, (await test.Files.AddGroupMemberAsync(User("carol"), "eng", Carol, null, CancellationToken.None)).Refusal!.Code);

        foreach (var change in (Func<Caller, string, Task<Outcome<ChangeResult>>>[])
        [
            (caller, group) => test.Files.AddGroupMemberAsync(caller, group, Carol, null, CancellationToken.None),
            (caller, group) => test.Files.AddGroupMemberAsync(caller, group, SubjectReference.Parse("user:*"), null, CancellationToken.None),
            (caller, group) => test.Files.RemoveGroupMemberAsync(caller, group, Carol, CancellationToken.None),
            (caller, group) => test.Files.CreateGroupAsync(caller, group, null, CancellationToken.None),
        ])
        {
            var (there, none) = (await change(Alice, "eng"), await change(Alice, "abc"));
            Assert.Equal(none.Refusal!.Code, there.Refusal!.Code);
            Assert.Equal(none.Refusal.Message.Replace("abc", "eng", StringComparison.Ordinal), there.Refusal.Message);
        }

        Assert.True((await test.Files.RemoveGroupMemberAsync(Bob, "eng", Carol, CancellationToken.None)).Value.Changed);
        Assert.False(test.Files.Exists(User("carol"), "/f"));
    }

    [Fact]
    [Trait("Hazard", "H06")]
    [Trait("Hazard", "H08")]
    [Trait("Hazard", "H07")]
    public async Task A_membership_ends_at_its_expiry_and_adding_again_replaces_it()
    {
        await using var test = await CreateAsync();
        _ = (await test.Files.CreateGroupAsync(Admin, "eng", null, CancellationToken.None)).Value;
        await test.WriteAsync(Alice, "/d/f", "x");
        await test.GrantAsync("/d", "viewer", "group:eng#member");
        var start = test.Time.GetUtcNow();
        await AddAsync(start.AddMinutes(5));
        Assert.True(test.Files.Exists(Bob, "/d/f"));
        await AddAsync(start.AddMinutes(1));
        test.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(test.Files.Exists(Bob, "/d/f"));
        Assert.False(test.Files.Exists(Bob, "/"));
        await AddAsync(null);
        test.Time.Advance(TimeSpan.FromDays(400));
        Assert.True(test.Files.Exists(Bob, "/d/f"));
        _ = (await test.Files.RemoveGroupMemberAsync(Admin, "eng", Bob.Subject!, CancellationToken.None)).Value;
        Assert.False(test.Files.Exists(Bob, "/d/f"));

        async Task AddAsync(DateTimeOffset? expiresAt) =>
            Assert.True((await test.Files.AddGroupMemberAsync(Admin, "eng", Bob.Subject!, expiresAt, CancellationToken.None)).Value.Changed);
    }

    [Fact]
    [Trait("Hazard", "H33")]
    public async Task Groups_in_a_cycle_all_have_the_same_members_and_a_broken_cycle_does_not()
    {
        await using var test = await CreateAsync();
        string[] groups = ["g0", "g1", "g2", "g3"];
        foreach (var group in groups) _ = (await test.Files.CreateGroupAsync(Admin, "long" + group, null, CancellationToken.None)).Value;
        for (var i = 0; i < groups.Length; i++)
        {
            _ = (await test.Files.AddGroupMemberAsync(Admin, $"longg{i}", SubjectReference.Parse($"group:longg{(i + 1) % 4}#member"), null, CancellationToken.None)).Value;
            await test.WriteAsync(Alice, $"/f{i}", "x");
            await test.GrantAsync($"/f{i}", "viewer", $"group:longg{i}#member");
        }

        Assert.Empty(groups.Where((_, i) => test.Files.Exists(Bob, $"/f{i}")));
        _ = (await test.Files.AddGroupMemberAsync(Admin, "longg2", Bob.Subject!, null, CancellationToken.None)).Value;
        Assert.Equal(["/f0", "/f1", "/f2", "/f3"], test.Names(Bob, "/"));
        _ = (await test.Files.RemoveGroupMemberAsync(Admin, "longg3", SubjectReference.Parse("group:longg0#member"), CancellationToken.None)).Value;
        Assert.Equal(["/f0", "/f1", "/f2"], test.Names(Bob, "/"));
    }

    [Fact]
    public async Task Only_admins_create_groups_and_a_taken_or_malformed_id_is_refused()
    {
        await using var test = await CreateAsync();
        Assert.Equal(RefusalCode.Denied, (await test.Files.CreateGroupAsync(Alice, "eng", null, CancellationToken.None)).Refusal!.Code);
        Assert.True((await test.Files.CreateGroupAsync(Operator, "eng", Bob.Subject, CancellationToken.None)).IsAccepted);
        Assert.Equal(RefusalCode.AlreadyExists, (await test.Files.CreateGroupAsync(Admin, "eng", null, CancellationToken.None)).Refusal!.Code);
        Assert.True((await test.Files.CreateGroupAsync(Admin, "Eng", null, CancellationToken.None)).IsAccepted);
        foreach (var id in (string[])["", "a b", "a#member", "a:b", "a@b", "*", "=acme|eng", new('a', 1025)])
            Assert.Equal(RefusalCode.InvalidArgument, (await test.Files.CreateGroupAsync(Admin, id, null, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidArgument, (await test.Files.CreateGroupAsync(Admin, "new", SubjectReference.Parse("user:*"), CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await test.Files.AddGroupMemberAsync(Admin, "new", Carol, null, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await test.Files.AddGroupMemberAsync(Admin, "none", Carol, null, CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    public async Task A_grant_to_a_group_that_is_not_there_yet_does_not_take_its_name()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/f", "x");
        _ = (await test.Files.GrantAsync(Alice, "/f", "viewer", SubjectReference.Parse("group:eng#member"), null, CancellationToken.None)).Value;
        Assert.True((await test.Files.CreateGroupAsync(Admin, "eng", Bob.Subject, CancellationToken.None)).IsAccepted);
        _ = (await test.Files.AddGroupMemberAsync(Bob, "eng", Carol, null, CancellationToken.None)).Value;
        Assert.True(test.Files.Exists(User("carol"), "/f"));
    }
}
