using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests.Leopard;

/// <summary>What the rules forbid, as schedules: a change, a reader who pinned before or after it, and the index at every step of its work.</summary>
public class LeopardScheduleTests
{
    private const string Schema = """
        use expiration
        caveat flagged(flag bool) { flag }
        definition user {}
        definition group {
            relation direct: user | user with expiration | user with flagged | group#member | group#member with expiration
            permission member = direct
        }
        definition document { relation viewer: group#member }
        """;

    [Fact]
    public async Task A_reader_is_served_by_the_version_of_the_revision_that_it_pinned()
    {
        await using var tenant = await ChainAsync();
        tenant.CatchUp();
        var before = tenant.Published;
        await tenant.DeleteAsync("group:g0#direct@group:g1#member");
        var after = tenant.Published;

        // Told, not digested: who pinned the change is left to the graph, who pinned before it is not.
        Assert.Equal(Decision.Allowed, Index(tenant, before, "group:g0#member@user:deep"));
        Assert.Null(Index(tenant, after, "group:g0#member@user:deep"));
        Assert.True(tenant.Leopard.IsBusy);
        tenant.CatchUp();
        Assert.Equal(Decision.Allowed, Index(tenant, before, "group:g0#member@user:deep"));
        Assert.Equal(Decision.Denied, Index(tenant, after, "group:g0#member@user:deep"));
        Assert.Equal(Decision.Allowed, Index(tenant, after, "group:g1#member@user:deep"));
    }

    [Fact]
    [Trait("Hazard", "H06")]
    public async Task A_member_that_is_removed_is_out_of_every_group_at_that_very_revision_without_any_work()
    {
        await using var tenant = await ChainAsync();
        await tenant.TouchAsync("document:d#viewer@group:g0#member");
        tenant.CatchUp();
        Assert.True(tenant.Allows("document:d#viewer@user:deep"));
        var before = tenant.Published;
        await tenant.DeleteAsync("group:g5#direct@user:deep");
        Assert.False(tenant.Allows("document:d#viewer@user:deep"));
        Assert.Equal(Decision.Denied, Index(tenant, tenant.Published, "group:g0#member@user:deep"));
        Assert.Equal(Decision.Allowed, Index(tenant, before, "group:g0#member@user:deep"));
        Assert.False(tenant.Leopard.IsBusy);
    }

    [Fact]
    [Trait("Hazard", "H01")]
    [Trait("Hazard", "H06")]
    public async Task An_answer_kept_by_the_closure_ends_with_the_link_or_the_membership_that_it_rests_on()
    {
        await using var tenant = await ChainAsync();
        await tenant.TouchAsync("document:d#viewer@group:g0#member");
        foreach (var removed in (string[])["group:g2#direct@group:g3#member", "group:g5#direct@user:deep", "document:d#viewer@group:g0#member"])
        {
            tenant.CatchUp();
            for (var i = 0; i < 3; i++) Assert.True(Keeps().IsAllowed);
            await tenant.DeleteAsync(removed);
            Assert.False(Keeps().IsAllowed, removed);
            tenant.CatchUp();
            for (var i = 0; i < 3; i++) Assert.False(Keeps().IsAllowed, removed);
            await tenant.TouchAsync(removed);
            Assert.True(Keeps().IsAllowed, removed);
        }

        CheckResult Keeps() => tenant.GraphIn(null, new(0, KeepsAll: true)).Check(ObjectReference.Parse("document:d"), "viewer", SubjectReference.Parse("user:deep")).Value;
    }

    [Fact]
    [Trait("Hazard", "H11")]
    public async Task What_changes_no_group_leaves_the_index_serving()
    {
        await using var tenant = await ChainAsync();
        tenant.CatchUp();
        for (var i = 0; i < 5; i++)
        {
            await tenant.TouchAsync($"document:d{i}#viewer@group:g0#member", $"group:g3#direct@user:new{i}");
            Assert.Equal(Decision.Allowed, Index(tenant, tenant.Published, $"group:g0#member@user:new{i}"));
        }

        Assert.False(tenant.Leopard.IsBusy);
    }

    [Fact]
    public async Task A_change_that_comes_while_a_build_is_under_way_ends_what_the_build_makes()
    {
        await using var tenant = await ChainAsync();
        tenant.Leopard.Options = tenant.Leopard.Options with { SliceWork = 3 };
        Assert.Null(tenant.Leopard.Find(tenant.Published));
        Assert.True(tenant.Leopard.Work());
        var before = tenant.Published;
        await tenant.DeleteAsync("group:g2#direct@group:g3#member");
        while (tenant.Leopard.Work())
        {
        }

        Assert.Equal(Decision.Allowed, Index(tenant, before, "group:g0#member@user:deep"));
        Assert.Null(Index(tenant, tenant.Published, "group:g0#member@user:deep"));
        tenant.CatchUp();
        Assert.Equal(Decision.Denied, Index(tenant, tenant.Published, "group:g0#member@user:deep"));
    }

    [Fact]
    public async Task A_reader_behind_the_newest_change_begins_no_build_that_would_miss_it()
    {
        await using var tenant = await ChainAsync();
        var before = tenant.Published;
        await tenant.DeleteAsync("group:g2#direct@group:g3#member");
        Assert.Null(tenant.Leopard.Find(before));
        Assert.False(tenant.Leopard.IsBusy);
        tenant.CatchUp();
        Assert.Equal(Decision.Denied, Index(tenant, tenant.Published, "group:g0#member@user:deep"));
        Assert.Null(Index(tenant, before, "group:g0#member@user:deep"));
    }

    [Fact]
    [Trait("Hazard", "H06")]
    public async Task A_removal_under_a_huge_group_is_worked_out_in_slices_and_answers_are_right_at_each()
    {
        const int Below = 400;
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync([.. Enumerable.Range(0, Below).SelectMany(i => (string[])[$"group:mid#direct@group:g{i}#member", $"group:g{i}#direct@user:u{i}"])]);
        await tenant.TouchAsync("group:top#direct@group:mid#member", "group:other#direct@group:g7#member", "group:top#direct@group:other#member", "group:far#direct@user:u3");
        tenant.CatchUp();
        var before = tenant.Published;
        await tenant.DeleteAsync("group:top#direct@group:mid#member");
        var after = tenant.Published;
        tenant.Leopard.Options = tenant.Leopard.Options with { SliceWork = 50 };
        Assert.Null(tenant.Leopard.Find(after));

        var (slices, early) = (0, 0);
        bool more;
        do
        {
            more = tenant.Leopard.Work();
            slices++;
            for (var i = 0; i < Below; i += 9)
            {
                var isIn = i == 7;
                var found = Index(tenant, after, $"group:top#member@user:u{i}");
                Assert.True(found is null || found == (isIn ? Decision.Allowed : Decision.Denied), $"u{i} is {found} at slice {slices}");
                if (found is not null && more) early++;
                Assert.Equal(isIn, Allows(tenant, after, $"group:top#member@user:u{i}"));
                Assert.True(Index(tenant, after, $"group:mid#member@user:u{i}") is null or Decision.Allowed);
                Assert.Equal(Decision.Allowed, Index(tenant, before, $"group:top#member@user:u{i}"));
            }

            // What has nothing to do with it is served as soon as the affected are known.
            Assert.True(Index(tenant, after, "group:far#member@user:u3") is null or Decision.Allowed);
        }
        while (more);

        Assert.True(slices > 5, $"only {slices} slices");
        Assert.True(early > 20, $"only {early} answers before the end");
        Assert.Equal(Decision.Allowed, Index(tenant, after, "group:top#member@user:u7"));
        Assert.Equal(Decision.Denied, Index(tenant, after, "group:top#member@user:u8"));
    }

    [Theory]
    [InlineData("group:a#direct@group:b#member", true)]
    [InlineData("group:a#direct@group:c#member", true)]
    [InlineData("group:b#direct@group:d#member", true)]
    [InlineData("group:d#direct@user:deep", false)]
    public async Task Of_a_diamond_one_leg_is_enough(string removed, bool isMember)
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync(
            "group:a#direct@group:b#member", "group:a#direct@group:c#member", "group:b#direct@group:d#member", "group:c#direct@group:d#member", "group:d#direct@user:deep", "group:c#direct@user:other");
        tenant.CatchUp();
        await tenant.DeleteAsync(removed);
        tenant.CatchUp();
        Assert.Equal(isMember ? Decision.Allowed : Decision.Denied, Index(tenant, tenant.Published, "group:a#member@user:deep"));
        Assert.Equal(isMember, Allows(tenant, tenant.Published, "group:a#member@user:deep"));
    }

    [Fact]
    [Trait("Hazard", "H33")]
    public async Task Groups_in_a_circle_have_each_others_members_until_the_circle_is_cut()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync("group:a#direct@group:b#member", "group:b#direct@group:c#member", "group:c#direct@group:a#member", "group:a#direct@user:ann", "group:d#direct@group:a#member");
        tenant.CatchUp();
        foreach (var group in "abcd") Assert.Equal(Decision.Allowed, Index(tenant, tenant.Published, $"group:{group}#member@user:ann"));
        await tenant.DeleteAsync("group:b#direct@group:c#member");
        tenant.CatchUp();
        foreach (var (group, wanted) in "abcd".Zip([Decision.Allowed, Decision.Denied, Decision.Allowed, Decision.Allowed]))
            Assert.Equal(wanted, Index(tenant, tenant.Published, $"group:{group}#member@user:ann"));
    }

    [Fact]
    [Trait("Hazard", "H07")]
    [Trait("Hazard", "H13")]
    public async Task Conditions_and_expiries_are_the_requests_own()
    {
        await using var tenant = await ChainAsync();
        await tenant.TouchAsync(
            "group:g5#direct@user:brief[expiration:2026-01-01T00:05:00Z]", "group:g5#direct@user:maybe[flagged]", "group:g4#direct@group:later#member[expiration:2026-01-01T00:05:00Z]", "group:later#direct@user:late");
        tenant.CatchUp();
        Assert.Equal(Decision.Allowed, Index(tenant, tenant.Published, "group:g0#member@user:brief"));
        Assert.Equal(TestTenant.Start.AddMinutes(5), tenant.Check("group:g0#member@user:brief").ExpiresAt);
        Assert.Null(Index(tenant, tenant.Published, "group:g0#member@user:maybe"));
        Assert.Equal(Decision.Conditional, tenant.Check("group:g0#member@user:maybe").Decision);
        Assert.True(tenant.Allows("group:g0#member@user:maybe with {\"flag\": true}"));

        // The way from `later` up is not in the index: it can say yes of its own, and nobody's no.
        Assert.Null(Index(tenant, tenant.Published, "group:g0#member@user:late"));
        Assert.Null(Index(tenant, tenant.Published, "group:g0#member@user:nobody"));
        Assert.True(tenant.Allows("group:g0#member@user:late"));
        Assert.Equal(Decision.Allowed, Index(tenant, tenant.Published, "group:g0#member@user:deep"));
        tenant.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(tenant.Allows("group:g0#member@user:brief"));
        Assert.False(tenant.Allows("group:g0#member@user:late"));
        Assert.False(tenant.Allows("group:g0#member@user:maybe with {\"flag\": false}"));
    }

    [Fact]
    public async Task Past_the_limit_of_depth_the_index_decides_what_the_graph_alone_cannot()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync([.. Enumerable.Range(0, 80).Select(i => $"group:g{i}#direct@group:g{i + 1}#member"), "group:g80#direct@user:deep"]);
        Assert.Equal(EvaluationError.MaximumDepthExceeded, tenant.Check("group:g0#member@user:deep").Error);
        tenant.CatchUp();
        Assert.True(tenant.Allows("group:g0#member@user:deep"));
        Assert.Equal(Decision.Denied, tenant.Check("group:g0#member@user:nobody").Decision);
    }

    [Fact]
    public async Task An_index_over_its_bound_is_given_up_and_the_graph_answers()
    {
        await using var tenant = await ChainAsync();
        tenant.Leopard.Options = tenant.Leopard.Options with { MaxBytes = 100 };
        Assert.Null(tenant.Leopard.Find(tenant.Published));
        while (tenant.Leopard.Work())
        {
        }

        Assert.True(tenant.Leopard.Counters.HasGivenUp);
        Assert.Null(tenant.Leopard.Find(tenant.Published));
        Assert.False(tenant.Leopard.IsBusy);
        Assert.True(tenant.Allows("group:g0#member@user:deep"));
        Assert.Equal(0, tenant.Leopard.ResidentBytes);
    }

    [Fact]
    public async Task More_changes_than_are_noted_make_a_whole_build()
    {
        await using var tenant = await ChainAsync();
        tenant.CatchUp();
        tenant.Leopard.Options = tenant.Leopard.Options with { MaxChanges = 10 };
        await tenant.TouchAsync([.. Enumerable.Range(0, 11).Select(i => $"group:wide#direct@group:w{i}#member"), "group:w10#direct@user:wide"]);
        Assert.Null(Index(tenant, tenant.Published, "group:wide#member@user:wide"));
        tenant.CatchUp();
        Assert.Equal(2, tenant.Leopard.Counters.Builds);
        Assert.Equal(Decision.Allowed, Index(tenant, tenant.Published, "group:wide#member@user:wide"));
        Assert.Equal(Decision.Allowed, Index(tenant, tenant.Published, "group:g0#member@user:deep"));
    }

    [Fact]
    [Trait("Hazard", "H09")]
    public async Task Readers_and_a_writer_at_once_never_see_a_member_after_the_revision_that_removed_it()
    {
        await using var tenant = await ChainAsync();
        tenant.Leopard.Options = tenant.Leopard.Options with { RunsInBackground = true, SliceWork = 5 };
        using var done = new CancellationTokenSource();
        long decided = 0;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                var pinned = tenant.Published;
                var isLinked = pinned.Of(PermissionsRoom.Instance).RelationshipCount % 2 == 0;
                if (Index(tenant, pinned, "group:g0#member@user:deep") is not { } found) continue;
                Interlocked.Increment(ref decided);
                Assert.Equal(isLinked ? Decision.Allowed : Decision.Denied, found);
            }
        })).ToList();

        // The chain has an even number of relationships, and one less when it is cut.
        Assert.Equal(0, tenant.State.RelationshipCount % 2);
        for (var i = 0; i < 200; i++)
        {
            await tenant.DeleteAsync("group:g2#direct@group:g3#member");
            await tenant.TouchAsync("group:g2#direct@group:g3#member");
        }

        while (Interlocked.Read(ref decided) < 100) await Task.Yield();
        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task A_check_by_the_index_allocates_nothing()
    {
        await using var tenant = await ChainAsync();
        tenant.CatchUp();
        var graph = tenant.GraphIn(null);
        Assert.Null(graph.Resolve(new(ObjectReference.Parse("group:g0"), "member", SubjectReference.Parse("user:deep")), out var resource, out var permission, out var subject));
        Check();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Check();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(tenant.Leopard.Counters.Decided > 0);

        void Check()
        {
            using var scope = EvaluationScope.Rent();
            Assert.True(graph.Check(resource, permission!, subject, scope).IsAllowed);
        }
    }

    private static async Task<TestTenant> ChainAsync()
    {
        var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync([.. Enumerable.Range(0, 5).Select(i => $"group:g{i}#direct@group:g{i + 1}#member"), "group:g5#direct@user:deep", "group:g1#direct@user:high", "group:g4#direct@user:low"]);
        return tenant;
    }

    /// <summary>What the index says by itself at a revision; null when it leaves it to the graph.</summary>
    private static Decision? Index(TestTenant tenant, TenantState snapshot, string question)
    {
        var asked = Relationship.Parse(question);
        var graph = Graph(tenant, snapshot);
        Assert.Null(graph.Resolve(new(asked.Resource, asked.Relation, asked.Subject), out var resource, out var permission, out var subject));
        using var scope = EvaluationScope.Rent();
        return scope.Usersets.TryDecide(graph.Ask(subject, null, scope), resource, permission!, out var verdict) ? verdict.Decision : null;
    }

    private static bool Allows(TestTenant tenant, TenantState snapshot, string question)
    {
        var asked = Relationship.Parse(question);
        return Graph(tenant, snapshot).Check(asked.Resource, asked.Relation, asked.Subject).Value.IsAllowed;
    }

    private static PermissionGraph<FakeStructure> Graph(TestTenant tenant, TenantState snapshot) =>
        new(snapshot, new(null, snapshot.Of(PermissionsRoom.Instance)), tenant.Time.GetUtcNow(), null, new EvaluationSwitches(0, Off: PermissionPieces.All & ~PermissionPieces.Leopard));
}
