using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests.Caching;

public class SubjectNumbersTests
{
    private const string Documents = """
        definition user {}
        definition doc {
            relation viewer: user
        }
        """;

    [Fact]
    [Trait("Hazard", "H04")]
    public async Task A_number_that_a_refused_draft_gave_out_is_not_remembered()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        var refused = await tenant.CommitAsync(new RefusedAfterAsking("doc:a#viewer@user:mallory"));
        refused.AssertRefused(RefusalCode.Denied, "no");

        // It gets the number that mallory nearly had.
        await tenant.TouchAsync("doc:a#viewer@user:alice");
        Assert.True(tenant.Allows("doc:a#viewer@user:alice"));
        Assert.False(tenant.Allows("doc:a#viewer@user:mallory"));
        Assert.False(tenant.Allows("doc:a#viewer@user:mallory"));
    }

    [Fact]
    public async Task A_state_from_before_a_subject_was_written_does_not_know_it()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents);
        await tenant.TouchAsync("doc:a#viewer@user:alice");
        var before = tenant.Graph;
        await tenant.TouchAsync("doc:a#viewer@user:bob");
        var bob = SubjectReference.Parse("user:bob");
        var known = tenant.Graph.ResolveSubject(bob).Value;
        Assert.NotEqual(ObjectKey.Unknown, known.Id);
        Assert.Equal(ObjectKey.Unknown, before.ResolveSubject(bob).Value.Id);
        Assert.Equal(known, tenant.Graph.ResolveSubject(new("user", new string("bob".AsSpan()))).Value);
    }

    [Fact]
    public async Task A_subject_whose_type_the_schema_lost_is_refused_again()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents + "\ndefinition agent {}");
        await tenant.TouchAsync("doc:a#viewer@user:alice");
        var before = tenant.Graph;
        Assert.True(tenant.Allows("doc:a#viewer@user:alice"));
        await tenant.DeleteAsync("doc:a#viewer@user:alice");
        (await tenant.WriteSchemaAsync("definition agent {}\ndefinition doc { relation viewer: agent }")).ThrowIfRefused();
        tenant.TryCheck("doc:a#viewer@user:alice").AssertRefused(RefusalCode.FailedPrecondition, "defines no type `user`");
        Assert.True(before.ResolveSubject(SubjectReference.Parse("user:alice")).IsAccepted);
    }

    [Fact]
    [Trait("Hazard", "H25")]
    public async Task Whoever_is_asked_about_gets_their_own_number_however_full_it_is()
    {
        await using var tenant = await TestTenant.CreateAsync(Documents + "\ndefinition team { relation member: user }");
        string[] names = [.. Enumerable.Range(0, 3000).Select(i => $"n{i}")];
        await tenant.TouchAsync([.. names.Select(name => $"doc:a#viewer@user:{name}")]);
        await tenant.TouchAsync([.. names.Select(name => $"team:{name}#member@user:u0")]);
        var graph = tenant.Graph;
        for (var round = 0; round < 3; round++)
        {
            foreach (var name in names)
            {
                Assert.Equal($"user:{name}", Name(graph, new("user", name)));
                Assert.Equal($"team:{name}", Name(graph, new("team", name)));
                Assert.Equal($"team:{name}#member", Name(graph, new("team", name, "member")));
            }
        }

        Assert.True(graph.State.Subjects.ResidentBytes < 4096L * 1024);
    }

    private static string Name(PermissionGraph<FakeStructure> graph, SubjectReference subject) =>
        References.Format(graph.State, graph.Structure, graph.ResolveSubject(subject).Value).ToString();

    /// <summary>Writes, asks about what it wrote as a gate in a proposal does, and is refused.</summary>
    private sealed class RefusedAfterAsking(string relationship) : Proposal<int>
    {
        public override Outcome<int> Run(Draft draft)
        {
            var written = Relationship.Parse(relationship);
            RelationshipWriter.Touch(draft, default(EmptyStructure), written);
            var graph = new PermissionGraph<EmptyStructure>(draft.State, default, TestTenant.Start);
            for (var i = 0; i < 2; i++) Assert.True(graph.Check(written.Resource, written.Relation, written.Subject).Value.IsAllowed);
            return new Refusal(RefusalCode.Denied, "no");
        }
    }
}
