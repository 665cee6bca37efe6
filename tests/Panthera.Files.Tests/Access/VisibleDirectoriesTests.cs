using Panthera.Files.Tests.Support;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Access;

public sealed class VisibleDirectoriesTests
{
    public static TheoryData<string> Schemas => TenantSchemas.Names;

    [Theory]
    [MemberData(nameof(Schemas))]
    [Trait("Hazard", "H34")]
    [Trait("Hazard", "H20")]
    [Trait("Hazard", "H07")]
    public async Task What_is_visible_is_what_a_walk_over_everything_finds(string schema)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            await using var test = await CreateAsync();
            await TenantSchemas.UseAsync(test, schema);
            var world = await RandomWorld.BuildAsync(test, seed);
            for (var minute = 0; minute < 3; minute++)
            {
                foreach (var name in (string[])["bob", "carol", "nobody"]) AssertAgree(test, world, User(name), $"schema `{schema}`, seed {seed}, minute {minute}, {name}");
                test.Time.Advance(TimeSpan.FromMinutes(1));
            }
        }
    }

    [Fact]
    [Trait("Hazard", "H34")]
    public async Task A_directory_leads_on_to_what_is_readable_below_through_a_grant_that_gives_nothing_on_itself()
    {
        await using var test = await CreateAsync();
        await TenantSchemas.UseAsync(test, "listers read only what is below");
        await test.WriteAsync(Alice, "/a/b/c.txt", "x");
        await test.GrantAsync("/a/b", "lister", "user:bob");

        Assert.Equal("x", await test.ReadAsync(Bob, "/a/b/c.txt"));
        Assert.Equal(["/a (passage)", "/a/b (passage)", "/a/b/c.txt"], test.Names(Bob, "/", recursive: true));
    }

    [Fact]
    [Trait("Hazard", "H34")]
    public async Task A_directory_that_the_caller_is_banned_from_still_leads_on_to_what_they_can_read_below()
    {
        await using var test = await CreateAsync();
        await TenantSchemas.UseAsync(test, "who is banned has nothing right there but again below");
        await test.WriteAsync(Alice, "/a/b/c.txt", "x");
        await test.GrantAsync("/a", "viewer", "user:bob");
        await test.GrantAsync("/a/b", "banned", "user:bob");

        Assert.Equal("x", await test.ReadAsync(Bob, "/a/b/c.txt"));
        Assert.Equal(["/a", "/a/b (passage)", "/a/b/c.txt"], test.Names(Bob, "/", recursive: true));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    [Trait("Hazard", "H40")]
    public async Task Pages_of_every_size_make_up_the_same_listing_and_a_full_page_promises_only_what_the_caller_can_see(string schema)
    {
        for (var seed = 100; seed < 115; seed++)
        {
            await using var test = await CreateAsync();
            await TenantSchemas.UseAsync(test, schema);
            var world = await RandomWorld.BuildAsync(test, seed, entries: 20);
            foreach (var directory in world.Directories)
            {
                foreach (var recursive in (bool[])[false, true])
                {
                    var whole = test.Files.List(Bob, directory, new() { Recursive = recursive });
                    if (!whole.IsAccepted) continue;
                    Assert.Null(whole.Value.NextCursor);
                    for (var limit = 1; limit <= whole.Value.Entries.Count + 1; limit++)
                        Assert.Equal(Describe(whole.Value.Entries), Describe(Pages(test, directory, recursive, limit)));
                }
            }
        }
    }

    [Fact]
    [Trait("Hazard", "H34")]
    public async Task A_walk_by_pages_neither_repeats_nor_omits_what_stays_while_others_create_and_delete()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            await using var test = await CreateAsync();
            SortedSet<string> stay = new(StringComparer.Ordinal);
            SortedSet<string> come = new(StringComparer.Ordinal);
            for (var i = 0; i < 40; i++)
            {
                var path = $"/d{random.Next(5)}/e{random.Next(5)}/f{i:00}";
                await test.WriteAsync(Alice, path, "x");
                (random.Next(3) > 0 ? stay : come).Add(path);
            }

            List<string> seen = [];
            string? cursor = null;
            do
            {
                var page = test.Files.List(Alice, "/", new() { Recursive = true, Limit = random.Next(1, 4), Cursor = cursor }).Value;
                seen.AddRange(page.Entries.Where(entry => entry.Kind == EntryKind.File).Select(entry => entry.Path.ToString()));
                cursor = page.NextCursor;
                await ChangeAsync(test, random, come);
            }
            while (cursor is not null);

            Assert.Equal(seen.Order(StringComparer.Ordinal).Distinct(), seen);
            Assert.Empty(stay.Except(seen));
        }
    }

    [Fact]
    public async Task A_cursor_of_another_listing_or_a_damaged_one_is_refused_by_name()
    {
        await using var test = await CreateAsync();
        for (var i = 0; i < 3; i++)
        {
            await test.WriteAsync(Alice, $"/a/{i}", "x");
            await test.WriteAsync(Alice, $"/b/{i}", "x");
        }

        var cursor = test.Files.List(Alice, "/a", new() { Limit = 1 }).Value.NextCursor!;
        string[] wrong = ["", "c", "x", cursor[1..], cursor + "A", cursor[..^2], "c" + new string('A', 40), "c" + new string('é', 40), new('c', 20_000), cursor.ToUpperInvariant()];
        foreach (var text in wrong) Assert.Equal(RefusalCode.InvalidArgument, test.Files.List(Alice, "/a", new() { Limit = 1, Cursor = text }).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidArgument, test.Files.List(Alice, "/b", new() { Limit = 1, Cursor = cursor }).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidArgument, test.Files.List(Alice, "/a", new() { Limit = 1, Cursor = cursor, Recursive = true }).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, test.Files.List(Bob, "/a", new() { Limit = 1, Cursor = "x" }).Refusal!.Code);
        foreach (var limit in (int[])[0, -1, 10_001, int.MaxValue]) Assert.Equal(RefusalCode.InvalidArgument, test.Files.List(Alice, "/a", new() { Limit = limit }).Refusal!.Code);
    }

    private static async Task ChangeAsync(TestStore test, Random random, SortedSet<string> come)
    {
        if (random.Next(2) == 0)
        {
            var path = $"/d{random.Next(5)}/e{random.Next(6)}/g{random.Next(100)}";
            if (come.Add(path)) await test.WriteAsync(Alice, path, "x");
        }
        else if (come.Count > 0)
        {
            var path = come.ElementAt(random.Next(come.Count));
            come.Remove(path);
            _ = (await test.Files.DeleteAsync(Alice, path, DeleteOptions.Default, CancellationToken.None)).Value;
        }
    }

    private static void AssertAgree(TestStore test, RandomWorld world, Caller caller, string where)
    {
        var readable = world.Paths.Where(path => TenantSchemas.Has(test, caller, "read", path)).ToHashSet();
        var visible = readable.SelectMany(path => Ancestors(path).Append(path)).ToHashSet();
        foreach (var path in world.Paths)
        {
            var stat = test.Files.Stat(caller, path);
            Assert.True(visible.Contains(path) == stat.IsAccepted, $"{where}: stat of {path} should be {visible.Contains(path)}");
            if (stat.IsAccepted) Assert.Equal((path, !readable.Contains(path)), (stat.Value.Path.ToString(), stat.Value.IsPassage));
            else Assert.Equal(RefusalCode.NotFound, stat.Refusal!.Code);
            var read = test.Files.OpenRead(caller, path);
            var expected = !visible.Contains(path) ? RefusalCode.NotFound : !readable.Contains(path) ? RefusalCode.Denied : RefusalCode.FailedPrecondition;
            if (readable.Contains(path) && world.Files.Contains(path)) read.Value.Dispose();
            else Assert.True(expected == read.Refusal!.Code, $"{where}: read of {path}: {read.Refusal}");
        }

        foreach (var directory in world.Directories)
        {
            var list = test.Files.List(caller, directory, ListOptions.Default);
            Assert.True(visible.Contains(directory) == list.IsAccepted, $"{where}: list of {directory}");
            if (!list.IsAccepted) continue;
            var below = visible.Where(path => path != "/" && path.StartsWith(RandomWorld.Join(directory, ""), StringComparison.Ordinal)).ToList();
            var all = test.Files.List(caller, directory, new() { Recursive = true }).Value.Entries.Select(entry => entry.Path.ToString()).ToList();
            Assert.Equal(below.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
            var own = below.Where(path => path.LastIndexOf('/') == RandomWorld.Join(directory, "").Length - 1);
            Assert.Equal(own.Order(StringComparer.Ordinal), list.Value.Entries.Select(entry => entry.Path.ToString()));
        }
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var at = (FilePath)path; !at.IsRoot; at = at.Parent) yield return at.Parent.ToString();
    }

    private static IEnumerable<string> Describe(IEnumerable<FileEntry> entries) => entries.Select(entry => $"{entry.Path} {entry.Kind} {entry.IsPassage} {entry.SizeBytes} {entry.Id}");

    private static List<FileEntry> Pages(TestStore test, string directory, bool recursive, int limit)
    {
        List<FileEntry> entries = [];
        string? cursor = null;
        do
        {
            var page = test.Files.List(Bob, directory, new() { Recursive = recursive, Limit = limit, Cursor = cursor }).Value;
            Assert.True(page.Entries.Count == limit || page.NextCursor is null, "a page that is not full is the last");
            Assert.True(page.Entries.Count > 0 || cursor is null, "a cursor promised more than there was to see");
            entries.AddRange(page.Entries);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return entries;
    }
}
