using Panthera.Permissions;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Writes;

public sealed class GrantTests
{
    [Theory]
    [Trait("Hazard", "H35")]
    [Trait("Hazard", "H29")]
    [InlineData("read", "user:bob")]
    [InlineData("write", "user:bob")]
    [InlineData("veiwer", "user:bob")]
    [InlineData("", "user:bob")]
    [InlineData("viewer#x", "user:bob")]
    [InlineData("parent", "file:0000000000000001")]
    [InlineData("owner", "user:bob")]
    [InlineData("viewer", "robot:bob")]
    [InlineData("viewer", "group:eng")]
    [InlineData("viewer", "group:eng#manager")]
    [InlineData("viewer", "group:eng#nonsense")]
    [InlineData("editor", "user:*")]
    [InlineData("viewer", "agent:*")]
    [InlineData("viewer", "user:=acme|bob")]
    [InlineData("viewer", "group:=acme|eng#member")]
    [InlineData("viewer", "file:0000000000000001#viewer")]
    public async Task What_the_schema_has_no_place_for_is_refused_and_not_stored(string relation, string subject)
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/f", "x");
        _ = (await test.Files.CreateGroupAsync(Operator, "eng", null, CancellationToken.None)).Value;
        var before = test.Tenant.Log.Published.Revision;
        foreach (var caller in (Caller[])[Alice, Operator])
        {
            var granted = await test.Files.GrantAsync(caller, "/f", relation, SubjectReference.Parse(subject), null, CancellationToken.None);
            Assert.Contains(granted.Refusal!.Code, (RefusalCode[])[RefusalCode.InvalidArgument, RefusalCode.FailedPrecondition, RefusalCode.NotFound]);
            Assert.False(granted.Refusal.Code == RefusalCode.NotFound && granted.Refusal.Message.Contains("`/f`", StringComparison.Ordinal));
        }

        Assert.Equal(before, test.Tenant.Log.Published.Revision);
        Assert.Empty(test.Files.Grants(Alice, "/f").Value);
    }

    [Fact]
    [Trait("Hazard", "H35")]
    public async Task Refusals_of_owner_and_parent_name_the_operation_to_use()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/f", "x");
        Assert.Contains("change the file's owner", (await test.Files.GrantAsync(Alice, "/f", "owner", Bob.Subject!, null, CancellationToken.None)).Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("move the file", (await test.Files.GrantAsync(Alice, "/f", "parent", SubjectReference.Parse("file:0000000000000001"), null, CancellationToken.None)).Refusal!.Message, StringComparison.Ordinal);
        Assert.False((await test.Files.RevokeAsync(Alice, "/f", "owner", Alice.Subject!, CancellationToken.None)).IsAccepted);
        Assert.False((await test.Files.RevokeAsync(Alice, "/f", "parent", SubjectReference.Parse("file:0000000000000001"), CancellationToken.None)).IsAccepted);
        Assert.Equal("x", await test.ReadAsync(Alice, "/f"));
    }

    [Fact]
    [Trait("Hazard", "H07")]
    [Trait("Hazard", "H08")]
    public async Task A_grant_ends_at_its_expiry_exactly_and_granting_again_replaces_the_expiry_both_ways()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/d/f", "x");
        var start = test.Time.GetUtcNow();
        await test.GrantAsync("/d", "viewer", "user:bob", start.AddMinutes(10));
        test.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        AssertSees(true);
        test.Time.Advance(TimeSpan.FromTicks(1));
        AssertSees(false);
        Assert.Empty(test.Files.Grants(Alice, "/d").Value);

        await test.GrantAsync("/d", "viewer", "user:bob", start.AddMinutes(20));
        AssertSees(true);
        await test.GrantAsync("/d", "viewer", "user:bob", start.AddMinutes(11));
        Assert.Equal(start.AddMinutes(11), Assert.Single(test.Files.Grants(Alice, "/d").Value).ExpiresAt);
        test.Time.Advance(TimeSpan.FromMinutes(1));
        AssertSees(false);
        await test.GrantAsync("/d", "viewer", "user:bob");
        test.Time.Advance(TimeSpan.FromDays(10_000));
        AssertSees(true);
        Assert.False((await test.Files.GrantAsync(Alice, "/d", "viewer", Bob.Subject!, null, CancellationToken.None)).Value.Changed);
        await test.RevokeAsync("/d", "viewer", "user:bob");
        AssertSees(false);
        Assert.False((await test.Files.RevokeAsync(Alice, "/d", "viewer", Bob.Subject!, CancellationToken.None)).Value.Changed);

        void AssertSees(bool expected)
        {
            Assert.Equal(expected, test.Files.Exists(Bob, "/d/f"));
            Assert.Equal(expected, test.Files.OpenRead(Bob, "/d/f").IsAccepted);
            Assert.Equal(expected, test.Files.List(Bob, "/", ListOptions.Default).IsAccepted);
            Assert.Equal(expected, test.Files.Check(Bob, Bob.Subject!, "read", "/d/f").IsAccepted);
        }
    }

    [Fact]
    [Trait("Hazard", "H07")]
    public async Task A_passage_ends_with_the_grant_it_leads_to()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/a/b/f", "x");
        await test.GrantAsync("/a/b/f", "viewer", "user:bob", test.Time.GetUtcNow().AddMinutes(1));
        Assert.Equal(["/a (passage)", "/a/b (passage)", "/a/b/f"], test.Names(Bob, "/", recursive: true));
        test.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var path in (string[])["/", "/a", "/a/b", "/a/b/f"]) Assert.Equal(RefusalCode.NotFound, test.Files.Stat(Bob, path).Refusal!.Code);
    }

    [Fact]
    [Trait("Hazard", "H12")]
    public async Task A_grant_reaches_down_and_neither_up_nor_aside()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/a/b/f", "x");
        await test.WriteAsync(Alice, "/a/b/g", "x");
        await test.WriteAsync(Alice, "/a/c", "x");
        _ = (await test.Files.ChangeOwnerAsync(Alice, "/a/b/f", Bob.Subject!, CancellationToken.None)).Value;
        Assert.Equal(["/a (passage)", "/a/b (passage)", "/a/b/f"], test.Names(Bob, "/", recursive: true));
        Assert.Equal(RefusalCode.NotFound, test.Files.Stat(Bob, "/a/b/g").Refusal!.Code);
        Assert.Equal(RefusalCode.Denied, (await test.TryWriteAsync(Bob, "/a/b/new", "x")).Refusal!.Code);
        Assert.Equal(RefusalCode.Denied, test.Files.Grants(Bob, "/a/b").Refusal!.Code);
        var passage = test.Files.Stat(Bob, "/a/b").Value;
        Assert.Equal((default, 0UL, 0L, null, null), (passage.Id, passage.Version, passage.SizeBytes, passage.Owner, passage.CreatedBy));
    }

    [Fact]
    [Trait("Hazard", "H16")]
    public async Task The_owner_before_keeps_nothing_and_what_they_own_below_stays_theirs()
    {
        await using var test = await CreateAsync();
        await test.GrantAsync("/", "editor", "user:bob");
        _ = (await test.Files.MakeDirectoryAsync(Bob, "/d", false, CancellationToken.None)).Value;
        await test.WriteAsync(Bob, "/d/f", "x");
        await test.RevokeAsync("/", "editor", "user:bob");
        Assert.Equal("x", await test.ReadAsync(Bob, "/d/f"));

        _ = (await test.Files.ChangeOwnerAsync(Bob, "/d", SubjectReference.Parse("user:carol"), CancellationToken.None)).Value;
        Assert.Equal(RefusalCode.Denied, (await test.TryWriteAsync(Bob, "/d/new", "x")).Refusal!.Code);
        Assert.True(test.Files.Stat(Bob, "/d").Value.IsPassage);
        Assert.Equal("x", await test.ReadAsync(Bob, "/d/f"));
        _ = (await test.Files.ChangeOwnerAsync(Bob, "/d/f", SubjectReference.Parse("user:carol"), CancellationToken.None)).Value;
        Assert.Equal(RefusalCode.NotFound, test.Files.Stat(Bob, "/d/f").Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await test.Files.ChangeOwnerAsync(Bob, "/d/f", Bob.Subject!, CancellationToken.None)).Refusal!.Code);

        // Sharing a file does not make its owner.
        await test.GrantAsync("/d", "shared_owner", "user:bob");
        Assert.Equal(RefusalCode.Denied, (await test.Files.ChangeOwnerAsync(Bob, "/d", Bob.Subject!, CancellationToken.None)).Refusal!.Code);
        Assert.True((await test.Files.ChangeOwnerAsync(Caller.TenantAdmin(SubjectReference.Parse("user:root")), "/d", Bob.Subject!, CancellationToken.None)).Value.Changed);
    }

    [Theory]
    [Trait("Hazard", "H29")]
    [InlineData("group", "eng", null)]
    [InlineData("group", "eng", "member")]
    [InlineData("user", "*", null)]
    [InlineData("user", "=acme|bob", null)]
    [InlineData("user", "a b", null)]
    [InlineData("user", "", null)]
    [InlineData("robot", "r2", null)]
    [InlineData("file", "0000000000000001", null)]
    public async Task An_owner_is_one_user_or_agent_of_the_tenant(string type, string id, string? relation)
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/f", "x");
        var refused = await test.Files.ChangeOwnerAsync(Alice, "/f", new(type, id, relation), CancellationToken.None);
        Assert.Equal(RefusalCode.InvalidArgument, refused.Refusal!.Code);
        Assert.Equal("user:alice", test.Files.Stat(Alice, "/f").Value.Owner!.ToString());
    }

    [Fact]
    public async Task What_the_operator_creates_belongs_to_the_owner_of_its_directory()
    {
        await using var test = await CreateAsync();
        _ = (await test.Files.MakeDirectoryAsync(Operator, "/d", false, CancellationToken.None)).Value;
        _ = (await test.Files.ChangeOwnerAsync(Operator, "/d", Bob.Subject!, CancellationToken.None)).Value;
        var written = await test.WriteAsync(Operator, "/d/e/f", "x");
        Assert.Equal(("user:bob", "operator"), (written.Entry.Owner!.ToString(), written.Entry.CreatedBy));
        Assert.Equal("user:bob", test.Files.Stat(Bob, "/d/e").Value.Owner!.ToString());
        Assert.Equal("user:alice", test.Files.Stat(Alice, "/").Value.Owner!.ToString());
    }

    [Fact]
    [Trait("Hazard", "H20")]
    public async Task A_copy_takes_what_the_copier_can_read_and_names_nothing_they_cannot_see()
    {
        await using var test = await CreateAsync(new() { MaxCopiedEntries = 20 });
        await test.WriteAsync(Alice, "/d/open/f", "open");
        await test.WriteAsync(Alice, "/d/hidden/secret", "secret");
        await test.WriteAsync(Alice, "/d/partly/f", "partly");
        await test.WriteAsync(Alice, "/d/partly/hidden", "secret");
        await test.GrantAsync("/d/open", "viewer", "user:bob");
        await test.GrantAsync("/d/open/f", "editor", "user:carol");
        await test.GrantAsync("/d/partly/f", "viewer", "user:bob");
        await test.WriteAsync(Alice, "/mine/x", "x");
        _ = (await test.Files.ChangeOwnerAsync(Alice, "/mine", Bob.Subject!, CancellationToken.None)).Value;

        var copy = (await test.Files.CopyAsync(Bob, "/d", "/mine/d", CancellationToken.None)).Value;

        Assert.Equal(["/mine/d", "/mine/d/open", "/mine/d/open/f", "/mine/d/partly", "/mine/d/partly/f", "/mine/x"], test.Names(Operator, "/mine", recursive: true));
        Assert.Equal(5, copy.CopiedEntries);
        Assert.Equal(["/d", "/d/partly"], copy.LeftOut.Select(path => path.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal("user:bob", test.Files.Stat(Operator, "/mine/d/open/f").Value.Owner!.ToString());
        Assert.Empty(test.Files.Grants(Operator, "/mine/d/open/f").Value);
        Assert.False(test.Files.Exists(User("carol"), "/mine/d/open/f"));

        // The copy is another file: what is written to one is not in the other.
        await test.WriteAsync(Alice, "/d/open/f", "changed");
        Assert.Equal("open", await test.ReadAsync(Bob, "/mine/d/open/f"));
        for (var i = 0; i < 30; i++) await test.WriteAsync(Alice, $"/many/{i}", "x");
        Assert.Equal(RefusalCode.LimitExceeded, (await test.Files.CopyAsync(Alice, "/many", "/more", CancellationToken.None)).Refusal!.Code);
        Assert.False(test.Files.Exists(Alice, "/more"));
        Assert.Equal(RefusalCode.FailedPrecondition, (await test.Files.CopyAsync(Alice, "/d", "/d/open/d", CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    [Trait("Hazard", "H20")]
    public async Task An_explanation_of_a_denial_names_no_grants_to_who_may_not_share()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/d/f", "x");
        _ = (await test.Files.CreateGroupAsync(Operator, "secretgroup", null, CancellationToken.None)).Value;
        _ = (await test.Files.AddGroupMemberAsync(Operator, "secretgroup", SubjectReference.Parse("user:zoe"), null, CancellationToken.None)).Value;
        await test.GrantAsync("/d", "editor", "group:secretgroup#member");
        await test.GrantAsync("/d/f", "editor", "user:zoe");
        await test.GrantAsync("/d/f", "viewer", "user:bob");

        var mine = test.Files.Explain(Bob, Bob.Subject!, "write", "/d/f").Value;
        var text = string.Join('\n', mine.Steps.Select(step => $"{step.Resource} {step.Relation} {step.Subject} {step.Text}"));
        Assert.DoesNotContain("secretgroup", text, StringComparison.Ordinal);
        Assert.DoesNotContain("zoe", text, StringComparison.Ordinal);
        var owners = test.Files.Explain(Alice, Bob.Subject!, "write", "/d/f").Value;
        Assert.Contains("secretgroup", string.Join('\n', owners.Steps.Select(step => step.Text)), StringComparison.Ordinal);
    }
}
