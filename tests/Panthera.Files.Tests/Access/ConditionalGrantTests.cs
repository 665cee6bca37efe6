using Panthera.Files.Tests.Support;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Access;

/// <summary>File operations give no context, so a grant that waits for one, or whose condition fails, grants nothing.</summary>
public sealed class ConditionalGrantTests
{
    private const string Schema = """
        caveat on_day(day string, wanted string) { day == wanted }
        caveat broken(number int) { 1 / number > 0 }
        definition user {}
        definition agent {}
        definition group {
            relation manager: user | agent | user with on_day | user with broken
            relation direct_member: user | agent | user with on_day | user with broken
            permission member = direct_member
        }
        definition file {
            relation parent: file
            relation owner: user | agent
            relation grantee: user | user with on_day | user with broken | user:* with on_day | user:* with broken | group#member | group#member with on_day | group#member with broken
            permission share = owner + grantee + parent->share
            permission write = share
            permission read = share
        }
        """;

    private const string Pending = "[on_day:{\"wanted\":\"monday\"}]";
    private const string Failing = "[broken:{\"number\":0}]";

    public static TheoryData<string, string> Grants => new()
    {
        { "user:bob", Pending },
        { "user:bob", Failing },
        { "user:*", Pending },
        { "user:*", Failing },
        { "group:eng#member", Pending },
        { "group:eng#member", Failing },
    };

    [Theory]
    [MemberData(nameof(Grants))]
    [Trait("Hazard", "H13")]
    [Trait("Hazard", "H24")]
    public async Task No_file_operation_is_allowed_by_a_condition_that_is_open_or_failed(string subject, string caveat)
    {
        await using var test = await BuildAsync();
        await test.WriteAsync(Alice, "/dir/f", "x");
        await test.WriteAsync(Bob, "/bob/own", "y");
        var directory = test.Files.Stat(Alice, "/dir").Value.Id;
        await TouchAsync(test, $"file:{directory}#grantee@{subject}{caveat}", "group:eng#direct_member@user:bob");
        Assert.Equal(caveat == Pending ? Decision.Conditional : Decision.Error, await DecideAsync(test, directory.ToString()));

        var none = CancellationToken.None;
        Assert.Equal(["/bob"], test.Names(Bob, "/"));
        Assert.False(test.Files.Exists(Bob, "/dir"));
        Assert.False(test.Files.Exists(Bob, "/dir/f"));
        Assert.False(test.Files.OpenRead(Bob, "/dir/f").IsAccepted);
        Assert.False(test.Files.List(Bob, "/dir", new()).IsAccepted);
        Assert.False(test.Files.Grants(Bob, "/dir").IsAccepted);
        Assert.False((await test.TryWriteAsync(Bob, "/dir/f", "z")).IsAccepted);
        Assert.False((await test.TryWriteAsync(Bob, "/dir/new", "z")).IsAccepted);
        Assert.False((await test.Files.AppendAsync(Bob, "/dir/f", new MemoryStream([1]), WriteOptions.Default, none)).IsAccepted);
        Assert.False((await test.Files.MakeDirectoryAsync(Bob, "/dir/sub", false, none)).IsAccepted);
        Assert.False((await test.Files.MoveAsync(Bob, "/dir/f", "/bob/f", new(), none)).IsAccepted);
        Assert.False((await test.Files.MoveAsync(Bob, "/bob/own", "/dir/own", new(), none)).IsAccepted);
        Assert.False((await test.Files.CopyAsync(Bob, "/dir/f", "/bob/f", none)).IsAccepted);
        Assert.False((await test.Files.CopyAsync(Bob, "/bob/own", "/dir/own", none)).IsAccepted);
        Assert.False((await test.Files.DeleteAsync(Bob, "/dir/f", new(), none)).IsAccepted);
        Assert.False((await test.Files.GrantAsync(Bob, "/dir/f", "grantee", Bob.Subject!, null, none)).IsAccepted);
        Assert.False((await test.Files.RevokeAsync(Bob, "/dir", "grantee", SubjectReference.Parse(subject), none)).IsAccepted);
        Assert.False((await test.Files.ChangeOwnerAsync(Bob, "/dir/f", Bob.Subject!, none)).IsAccepted);
        Assert.Equal("x", await test.ReadAsync(Alice, "/dir/f"));
    }

    [Theory]
    [InlineData(Pending)]
    [InlineData(Failing)]
    [Trait("Hazard", "H13")]
    public async Task Nobody_manages_a_group_by_a_condition_that_is_open_or_failed(string caveat)
    {
        await using var test = await BuildAsync();
        await TouchAsync(test, $"group:eng#manager@user:bob{caveat}");
        Assert.False((await test.Files.AddGroupMemberAsync(Bob, "eng", Bob.Subject!, null, CancellationToken.None)).IsAccepted);
        Assert.False((await test.Files.RemoveGroupMemberAsync(Bob, "eng", Alice.Subject!, CancellationToken.None)).IsAccepted);
    }

    [Fact]
    [Trait("Hazard", "H13")]
    public async Task A_list_of_grants_says_on_what_each_depends()
    {
        await using var test = await BuildAsync();
        await test.WriteAsync(Alice, "/f", "x");
        await TouchAsync(test, $"file:{test.Files.Stat(Alice, "/f").Value.Id}#grantee@user:bob{Pending}");
        await test.GrantAsync("/f", "grantee", "user:carol");
        Assert.Equal(["on_day:{\"wanted\":\"monday\"}", ""], test.Files.Grants(Alice, "/f").Value.Select(grant => grant.Caveat?.ToString() ?? ""));
    }

    [Fact]
    public async Task A_check_that_a_failed_condition_leaves_undecided_says_so()
    {
        await using var test = await BuildAsync();
        await test.WriteAsync(Alice, "/f", "x");
        await TouchAsync(test, $"file:{test.Files.Stat(Alice, "/f").Value.Id}#grantee@user:bob{Failing}");
        var refusal = test.Files.Check(Alice, Bob.Subject!, "read", "/f").Refusal!;
        Assert.Contains("the condition of a grant that it rests on failed", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<TestStore> BuildAsync()
    {
        var test = await CreateAsync();
        _ = (await test.Files.CreateGroupAsync(Operator, "eng", null, CancellationToken.None)).Value;
        await test.Files.MakeDirectoryAsync(Operator, "/bob", false, CancellationToken.None);
        await test.Files.ChangeOwnerAsync(Operator, "/bob", Bob.Subject!, CancellationToken.None);
        _ = (await test.Tenant.Log.CommitAsync(new WriteSchemaProposal(SchemaCompiler.Compile(Schema), _ => true), new("test"), CancellationToken.None)).Outcome.Value;
        return test;
    }

    private static async Task TouchAsync(TestStore test, params string[] relationships)
    {
        var updates = relationships.Select(text => new RelationshipUpdate(RelationshipOperation.Touch, Relationship.Parse(text))).ToArray();
        _ = (await test.Tenant.Permissions.WriteRelationshipsAsync(updates, [], null, CancellationToken.None)).Value;
    }

    private static async Task<Decision> DecideAsync(TestStore test, string file)
    {
        var question = new CheckItem(new("file", file), "read", Bob.Subject!);
        var answer = await test.Tenant.Permissions.CheckAsync(Consistency.FullyConsistent, question, CancellationToken.None);
        return answer.IsAccepted ? answer.Value.Result.Decision : Decision.Error;
    }
}
