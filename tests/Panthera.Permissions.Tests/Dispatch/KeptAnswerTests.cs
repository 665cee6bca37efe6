using Panthera.Permissions.Caching;
using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Tests.Dispatch;

/// <summary>Which requests an answer that was kept serves, and which it must not.</summary>
public sealed class KeptAnswerTests
{
    private const string View = "doc:d#view@user:bob";

    [Fact]
    [Trait("Hazard", "H01")]
    [Trait("Hazard", "H10")]
    public async Task What_a_write_touches_stays_usable_for_who_pinned_before_it_and_for_nobody_else()
    {
        await using var deep = await DeepTenant.CreateChainAsync(10);
        var before = deep.Head.Snapshot;
        Assert.Equal(Decision.Allowed, deep.Ask(before, View));
        await deep.Tenant.DeleteAsync("group:g1#member@user:bob");
        var after = deep.Head.Snapshot;
        Assert.Equal(Decision.Denied, deep.Ask(after, View));
        await deep.Tenant.TouchAsync("group:g1#member@user:bob");
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
        var hits = deep.Indexes.Results.Counters.Hits;
        Assert.Equal(Decision.Denied, deep.Ask(after, View));
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
        Assert.Equal(hits + 2, deep.Indexes.Results.Counters.Hits);
        Assert.Equal(Decision.Allowed, deep.Ask(before, View));
    }

    [Fact]
    [Trait("Hazard", "H11")]
    public async Task What_is_written_elsewhere_leaves_an_answer_usable()
    {
        await using var deep = await DeepTenant.CreateChainAsync(10);
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
        for (var i = 0; i < 20; i++)
        {
            await deep.Tenant.TouchAsync($"folder:other{i}#viewer@user:carol", $"doc:e{i}#folder@folder:other{i}", $"group:h{i}#member@user:carol");
            Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
        }

        var counters = deep.Indexes.Results.Counters;
        Assert.Equal((20, 0), (counters.Hits, counters.Invalidated));
    }

    [Fact]
    [Trait("Hazard", "H09")]
    public async Task An_answer_computed_before_a_revoke_and_kept_after_it_serves_nobody_who_pinned_the_revoke()
    {
        await using var deep = await DeepTenant.CreateChainAsync(10);
        var before = deep.Head.Snapshot;
        deep.Indexes.Flights.Computing = _ =>
        {
            deep.Indexes.Flights.Computing = null;
            deep.Tenant.DeleteAsync("folder:f0#viewer@group:g0#member").GetAwaiter().GetResult();
        };
        Assert.Equal(Decision.Allowed, deep.Ask(before, View));
        Assert.True(deep.Head.Snapshot.Revision > before.Revision);
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, View));

        // And what was kept is good for the revision that it was computed at.
        Assert.Equal(Decision.Allowed, deep.Ask(before, View));
    }

    [Fact]
    [Trait("Hazard", "H07")]
    [Trait("Hazard", "H08")]
    public async Task An_answer_ends_with_the_grant_that_it_rests_on_and_follows_a_new_end()
    {
        await using var deep = await DeepTenant.CreateAsync();
        var end = TestTenant.Start.AddMinutes(1).ToString("O");
        var later = TestTenant.Start.AddMinutes(3).ToString("O");
        await deep.Tenant.TouchAsync("folder:a#parent@folder:b", $"folder:b#viewer@user:bob[expiration:{end}]");
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, "folder:a#view@user:bob"));
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, "folder:a#view@user:bob"));
        Assert.Equal(1, deep.Indexes.Results.Counters.Hits);
        deep.Tenant.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, "folder:a#view@user:bob"));
        await deep.Tenant.TouchAsync($"folder:b#viewer@user:bob[expiration:{later}]");
        var renewed = deep.Answer(deep.Head.Snapshot, "folder:a#view@user:bob");
        Assert.Equal((Decision.Allowed, TestTenant.Start.AddMinutes(3)), (renewed.Decision, renewed.ExpiresAt));
        Assert.Equal(renewed, deep.Answer(deep.Head.Snapshot, "folder:a#view@user:bob"));
        deep.Tenant.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, "folder:a#view@user:bob"));
    }

    [Fact]
    [Trait("Hazard", "H14")]
    public async Task An_answer_to_one_permission_serves_no_other()
    {
        await using var deep = await DeepTenant.CreateChainAsync(10);
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, "doc:d#edit@user:bob"));
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
    }

    [Fact]
    [Trait("Hazard", "H36")]
    public async Task A_limit_that_was_reached_is_not_kept_and_what_looked_too_far_serves_no_smaller_limit()
    {
        await using var deep = await DeepTenant.CreateChainAsync(20);
        var snapshot = deep.Head.Snapshot;
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(EvaluationError.MaximumDepthExceeded, deep.Answer(snapshot, View, depth: 5).Error);
            Assert.Equal(Decision.Allowed, deep.Answer(snapshot, View, depth: 50).Decision);
        }
    }

    [Fact]
    public async Task A_denial_is_kept_as_well_as_a_permission()
    {
        await using var deep = await DeepTenant.CreateChainAsync(10);
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, "doc:d#view@user:carol"));
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, "doc:d#view@user:carol"));
        Assert.Equal((1, 1), (deep.Indexes.Results.Counters.Hits, deep.Indexes.Flights.Computed));
    }

    [Fact]
    [Trait("Hazard", "H03")]
    [Trait("Hazard", "H04")]
    public async Task Another_tenant_and_another_load_have_answers_of_their_own()
    {
        await using var first = await DeepTenant.CreateChainAsync(10);
        await using var second = await DeepTenant.CreateChainAsync(10);
        await second.Tenant.DeleteAsync("doc:d#reader@user:bob");
        await first.Tenant.TouchAsync("doc:d#reader@user:dave");
        Assert.Equal(Decision.Allowed, first.Ask(first.Head.Snapshot, View));
        Assert.Equal(first.Head.Snapshot.Revision, second.Head.Snapshot.Revision);
        Assert.Equal(Decision.Denied, second.Ask(second.Head.Snapshot, View));
        var indexes = first.Indexes;
        await first.Tenant.ReloadAsync();
        Assert.NotSame(indexes, first.Indexes);
        Assert.Equal(0, first.Indexes.Results.Counters.Hits + first.Indexes.Results.Counters.Misses);
        Assert.Equal(Decision.Allowed, first.Ask(first.Head.Snapshot, View));
    }

    [Fact]
    public async Task A_change_of_the_schema_voids_the_answers_that_it_changes_and_no_others()
    {
        await using var deep = await DeepTenant.CreateChainAsync(10);
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, "doc:d#edit@user:bob"));
        var before = deep.Head.Snapshot;

        // Another definition, and another program of the same type.
        (await deep.Tenant.WriteSchemaAsync(DeepTenant.Schema.Replace("folder->view - reader", "folder->view", StringComparison.Ordinal) + "definition note {}")).ThrowIfRefused();
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
        Assert.Equal(1, deep.Indexes.Results.Counters.Hits);
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, "doc:d#edit@user:bob"));

        // An exact snapshot goes by its own schema.
        Assert.Equal(Decision.Denied, deep.Ask(before, "doc:d#edit@user:bob"));

        // A program at one remove.
        (await deep.Tenant.WriteSchemaAsync(DeepTenant.Schema.Replace("(viewer + parent->view) - banned", "viewer - banned", StringComparison.Ordinal))).ThrowIfRefused();
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, View));
    }

    [Fact]
    public async Task A_draft_is_answered_by_the_graph_and_teaches_the_caches_nothing()
    {
        await using var deep = await DeepTenant.CreateChainAsync(10);
        Assert.Equal(Decision.Allowed, deep.Ask(deep.Head.Snapshot, View));
        var unpublished = await deep.Tenant.CommitAsync(new AskingProposal(deep, View));
        Assert.Equal(Decision.Denied, unpublished.Value);
        Assert.Equal(Decision.Denied, deep.Ask(deep.Head.Snapshot, View));
    }

    [Fact]
    [Trait("Hazard", "H25")]
    public void Keys_whose_hashes_are_the_same_are_told_apart()
    {
        var program = new ProgramIdentity(7);
        Dictionary<uint, AnswerKey> seen = [];
        for (ulong id = 1; ; id++)
        {
            var key = new AnswerKey(program, new(new(1), id), new(new(2), default, id % 977));
            if (seen.TryAdd(key.Hash, key)) continue;
            var other = seen[key.Hash];
            var cache = new AnswerCache { MaxBytes = 1 << 20 };
            cache.Keep(new(other, Verdict.Allowed, new(5), 0, new(1), [], ChangeScopes.None));
            Assert.True(cache.TryGet(other, new(5), 0, 50, new ChangeClock(), out _));
            Assert.False(cache.TryGet(key, new(5), 0, 50, new ChangeClock(), out _));
            return;
        }
    }

    [Fact]
    public void A_scan_pushes_out_nothing_that_is_asked_for_again_and_the_bound_holds()
    {
        var program = new ProgramIdentity(7);
        var clock = new ChangeClock();
        var cache = new AnswerCache { MaxBytes = 200_000 };
        for (ulong id = 1; id <= 50_000; id++)
        {
            // Two hundred that are asked for all the time, among many that are asked for once.
            foreach (var one in (ulong[])[id % 200, 1000 + id])
            {
                var key = new AnswerKey(program, new(new(1), one + 1), default);
                if (!cache.TryGet(key, new(5), 0, 50, clock, out _)) cache.Keep(new(key, Verdict.Allowed, new(5), 0, new(1), new ChangeCell[8], ChangeScopes.None));
            }

            Assert.True(cache.ResidentBytes <= 200_000, $"{cache.ResidentBytes} bytes");
        }

        var counters = cache.Counters;
        Assert.True(counters.Hits > 40_000, $"{counters.Hits} of 50,000 were hits");
    }
}
