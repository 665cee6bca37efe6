using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Permissions;

/// <summary>Checks with bitmaps, which were filled at other revisions and by other states' checks, against the graph alone at the pinned revision.</summary>
public sealed class BitmapAgreementTests
{
    private static readonly string[] s_permissions = ["read", "write", "share"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Hazard", "H01")]
    [Trait("Hazard", "H02")]
    [Trait("Hazard", "H05")]
    [Trait("Hazard", "H06")]
    [Trait("Hazard", "H07")]
    [Trait("Hazard", "H14")]
    [Trait("Hazard", "H34")]
    [Trait("Hazard", "H36")]
    public async Task With_bitmaps_every_check_of_every_held_state_answers_as_the_graph_does(bool changesSchema)
    {
        long hits = 0, stale = 0;
        for (var seed = 1; seed <= 6; seed++)
        {
            await using var test = await TestStore.CreateAsync();
            var random = new Random(seed);
            await TenantSchemas.UseAsync(test, "as built in");
            var world = new ChangingWorld(test, random);
            await world.BuildAsync();
            Indexes(test).Bitmaps.MaxGathered = 1 + random.Next(3);
            for (var step = 0; step < 40; step++)
            {
                if (random.Next(3) == 0) world.Hold();
                await world.StepAsync();
                if (changesSchema && random.Next(10) == 0) await TenantSchemas.UseAsync(test, world.Any([.. TenantSchemas.All.Keys]));
                if (random.Next(4) == 0) await BuildAsync(test, world, random);
                if (step % 10 == 9) GC.Collect();
                AssertSame(world, $"seed {seed}, step {step} ({world.Last})");
            }

            hits += Indexes(test).Bitmaps.Hits;
            stale += Indexes(test).Bitmaps.Stale;
        }

        Assert.True(hits > 1000 && stale > 1000, $"{hits} answers, {stale} not to be trusted");
    }

    [Fact]
    [Trait("Hazard", "H17")]
    public async Task A_file_that_gets_the_slot_of_a_deleted_one_inherits_none_of_its_bits()
    {
        await using var test = await TestStore.CreateAsync();
        var world = new ChangingWorld(test, new(1));
        await test.WriteAsync(Caller.Operator, "/open/f", "one");
        await test.WriteAsync(Caller.Operator, "/closed/f", "one");
        await test.GrantAsync("/open", "viewer", "user:bob");
        var before = world.Published.Of(TreeRoom.Instance).Resolve(FilePath.Parse("/open/f").Value).Target!.Id.Value;
        await BuildAsync(test, world, "user:bob", "read");
        await BuildAsync(test, world, "user:alice", "read");
        Assert.True(Check(world.GraphAt(world.Published), "user:bob", "read", before).IsAllowed);
        _ = (await test.Files.DeleteAsync(Caller.Operator, FilePath.Parse("/open").Value, new() { Recursive = true }, TestContext.Current.CancellationToken)).Value;
        for (var i = 0; i < 50; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await test.WriteAsync(Caller.Operator, $"/closed/n{i}", "one");
            if (i == 25) await BuildAsync(test, world, "user:bob", "read");
            AssertSame(world, $"after {i}", before);
        }
    }

    [Fact]
    [Trait("Hazard", "H26")]
    public async Task One_tenants_bitmaps_are_no_others_whatever_its_subjects_and_files_are_called()
    {
        await using var test = await TestStore.CreateAsync();
        var world = new ChangingWorld(test, new(1));
        await test.GrantAsync("/", "viewer", "user:bob");
        await BuildAsync(test, world, "user:bob", "read");
        _ = (await test.Store.CreateTenantAsync("other", Panthera.Permissions.SubjectReference.Parse("user:alice"), TestContext.Current.CancellationToken)).Value;
        var other = (await test.Store.OpenTenantAsync("other")).Value;
        Assert.Equal(1, Indexes(test).Bitmaps.Count);
        Assert.Equal(0, other.Log.Published.Of(PermissionsRoom.Instance).Indexes.Bitmaps.Count);
        Assert.Equal(Decision.Denied, other.Files!.Check(Caller.Operator, Panthera.Permissions.SubjectReference.Parse("user:bob"), "read", FilePath.Root).Value.Decision);
    }

    [Fact]
    public async Task Whoever_looks_up_twice_gets_a_bitmap_behind_the_requests()
    {
        await using var test = await TestStore.CreateAsync();
        var world = new ChangingWorld(test, new(1));
        await test.WriteAsync(Caller.Operator, "/open/f", "one");
        await test.GrantAsync("/open", "viewer", "user:bob");
        for (var i = 0; i < 2; i++) Assert.Equal(2, world.GraphAt(world.Published).LookupResources("file", "read", Panthera.Permissions.SubjectReference.Parse("user:bob"), cancellationToken: TestContext.Current.CancellationToken).Value.Count());
        while (Indexes(test).Bitmaps.Count == 0) await Task.Yield();
        var file = world.Published.Of(TreeRoom.Instance).Resolve(FilePath.Parse("/open/f").Value).Target!.Id.Value;
        var hits = Indexes(test).Bitmaps.Hits;
        Assert.True(Check(world.GraphAt(world.Published), "user:bob", "read", file).IsAllowed);
        Assert.Equal(hits + 1, Indexes(test).Bitmaps.Hits);
    }

    private static Panthera.Permissions.Caching.PermissionIndexes Indexes(TestStore test) => test.Tenant.Log.Published.Of(PermissionsRoom.Instance).Indexes;

    // Of any state that is held: what is worked out at an older one must do for newer ones no harm.
    private static async Task BuildAsync(TestStore test, ChangingWorld world, Random random)
    {
        foreach (var subject in ChangingWorld.Subjects.Take(6))
        {
            if (random.Next(2) > 0) continue;
            var state = random.Next(2) == 0 ? world.Published : world.Any([world.Published, .. world.Held]);
            foreach (var name in s_permissions) await BuildAsync(test, world.GraphAt(state), subject, name);
        }
    }

    private static Task BuildAsync(TestStore test, ChangingWorld world, string subject, string name) => BuildAsync(test, world.GraphAt(world.Published), subject, name);

    private static async Task BuildAsync(TestStore test, PermissionGraph<TreeStructure> graph, string subject, string name)
    {
        var program = ChangingWorld.PermissionIn(graph, name);
        var key = new BitmapKey(ChangingWorld.SubjectIn(graph, subject).Object, program);
        if (program.HasBitmaps && key.Subject.Id != ObjectKey.Unknown && await BitmapBuild.RunAsync(graph, key, CancellationToken.None) is { } contents) Indexes(test).Bitmaps.Put(key, contents);
    }

    private static void AssertSame(ChangingWorld world, string when, params ulong[] others)
    {
        TenantState[] states = [world.Published, .. world.Held];
        var files = states.SelectMany(ChangingWorld.FilesOf).Concat(others).ToHashSet();
        foreach (var state in states)
        {
            var with = world.GraphAt(state);
            var without = world.GraphAt(state, new(0, Off: PermissionPieces.All));
            foreach (var subject in ChangingWorld.Subjects)
            {
                foreach (var name in s_permissions)
                {
                    foreach (var file in files)
                    {
                        var wanted = Check(without, subject, name, file);
                        var found = Check(with, subject, name, file);
                        if (found != wanted) Assert.Fail($"{subject} {name} {file:x16} at {state.Revision}: {found}, not {wanted}: {when}");
                    }
                }
            }
        }
    }

    private static CheckResult Check(in PermissionGraph<TreeStructure> graph, string subject, string name, ulong file)
    {
        using var scope = EvaluationScope.Rent();
        var permission = ChangingWorld.PermissionIn(graph, name);
        return graph.Check(new(permission.Type, file), permission, ChangingWorld.SubjectIn(graph, subject), scope);
    }
}
