using System.Text;
using Panthera.Files.Tests.Support;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Writes;

public sealed class ConditionTests
{
    [Fact]
    [Trait("Hazard", "H37")]
    public async Task Of_writers_in_parallel_with_the_same_entity_tag_exactly_one_wins_each_round()
    {
        await using var test = await CreateAsync();
        var tag = (await test.WriteAsync(Alice, "/f", "start")).Entry.ETag;
        for (var round = 0; round < 30; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(writer =>
                Task.Run(() => test.TryWriteAsync(Alice, "/f", $"{round} {writer}", new() { IfMatch = tag }))));
            var winner = Assert.Single(results, result => result.IsAccepted);
            Assert.All(results.Where(result => !result.IsAccepted), result => Assert.Equal(RefusalCode.PreconditionFailed, result.Refusal!.Code));
            Assert.Equal((ulong)round + 2, winner.Value.Entry.Version);
            Assert.Equal($"{round} {Array.IndexOf(results, winner)}", await test.ReadAsync(Alice, "/f"));
            tag = winner.Value.Entry.ETag;
        }
    }

    [Fact]
    [Trait("Hazard", "H37")]
    public async Task Of_writers_in_parallel_who_create_only_exactly_one_does()
    {
        await using var test = await CreateAsync();
        for (var round = 0; round < 30; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(writer =>
                Task.Run(() => test.TryWriteAsync(Alice, $"/d{round}/f", $"{writer}", new() { CreateOnly = true, CreateParents = true }))));
            var winner = Assert.Single(results, result => result.IsAccepted);
            Assert.All(results.Where(result => !result.IsAccepted), result => Assert.Equal(RefusalCode.AlreadyExists, result.Refusal!.Code));
            Assert.Equal($"{Array.IndexOf(results, winner)}", await test.ReadAsync(Alice, $"/d{round}/f"));
        }
    }

    [Fact]
    [Trait("Hazard", "H37")]
    public async Task Appends_and_overwrites_in_parallel_lose_no_append_that_came_after_the_last_overwrite()
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = 16 });
        await test.WriteAsync(Alice, "/f", "[0]");
        var appends = Enumerable.Range(0, 40).Select(i => Task.Run(() => test.Files.AppendAsync(Alice, "/f", Bytes($"<{i}>"), WriteOptions.Default, CancellationToken.None)));
        var writes = Enumerable.Range(0, 10).Select(i => Task.Run(() => test.TryWriteAsync(Alice, "/f", $"[{i + 1}]")));
        var appended = Task.WhenAll(appends);
        var written = await Task.WhenAll(writes);
        var results = await appended;

        var last = written.MaxBy(result => result.Value.Entry.Version).Value.Entry;
        var kept = results.Where(result => result.IsAccepted && result.Value.Entry.Version > last.Version).OrderBy(result => result.Value.Entry.Version);
        var expected = $"[{Array.FindIndex(written, result => result.Value.Entry.Version == last.Version) + 1}]" + string.Concat(kept.Select(result => $"<{Array.IndexOf(results, result)}>"));
        Assert.Equal(expected, await test.ReadAsync(Alice, "/f"));
        Assert.All(results.Where(result => !result.IsAccepted), result => Assert.Equal(RefusalCode.PreconditionFailed, result.Refusal!.Code));
    }

    [Fact]
    [Trait("Hazard", "H18")]
    public async Task Writes_into_a_directory_that_is_being_moved_are_refused_or_move_along()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/a/x", "x");
        for (var round = 0; round < 20; round++)
        {
            var (from, to) = round % 2 == 0 ? ("/a", "/b") : ("/b", "/a");
            var writes = Enumerable.Range(0, 8).Select(i => Task.Run(() => test.TryWriteAsync(Alice, $"{from}/r{round}-{i}", "y"))).ToArray();
            var move = test.Files.MoveAsync(Alice, from, to, MoveOptions.Default, CancellationToken.None);
            var results = await Task.WhenAll(writes);
            Assert.True((await move).Value.Changed);
            Assert.False(test.Files.Exists(Alice, from));
            for (var i = 0; i < results.Length; i++)
            {
                Assert.Equal(results[i].IsAccepted, test.Files.Exists(Alice, $"{to}/r{round}-{i}"));
                if (!results[i].IsAccepted) Assert.Equal(RefusalCode.NotFound, results[i].Refusal!.Code);
            }
        }
    }

    [Fact]
    [Trait("Hazard", "H37")]
    public async Task Each_condition_is_decided_against_the_file_as_it_is_then()
    {
        await using var test = await CreateAsync();
        Assert.Equal(RefusalCode.PreconditionFailed, (await test.TryWriteAsync(Alice, "/f", "x", new() { IfMatch = "*" })).Refusal!.Code);
        Assert.False(test.Files.Exists(Alice, "/f"));
        var first = (await test.WriteAsync(Alice, "/f", "x")).Entry.ETag;
        Assert.True((await test.TryWriteAsync(Alice, "/f", "y", new() { IfMatch = "*" })).IsAccepted);
        foreach (var wrong in (string[])[first, "", "\"", first[1..^1], "W/" + first, "\"*\""])
            Assert.Equal(RefusalCode.PreconditionFailed, (await test.TryWriteAsync(Alice, "/f", "z", new() { IfMatch = wrong })).Refusal!.Code);
        var tag = test.Files.Stat(Alice, "/f").Value.ETag;
        Assert.Equal(RefusalCode.PreconditionFailed, (await test.Files.AppendAsync(Alice, "/f", Bytes("+"), new() { IfMatch = first }, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.PreconditionFailed, (await test.Files.MoveAsync(Alice, "/f", "/g", new() { IfMatch = first }, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.PreconditionFailed, (await test.Files.DeleteAsync(Alice, "/f", new() { IfMatch = first }, CancellationToken.None)).Refusal!.Code);
        tag = (await test.Files.AppendAsync(Alice, "/f", Bytes("+"), new() { IfMatch = tag }, CancellationToken.None)).Value.Entry.ETag;
        Assert.True((await test.Files.MoveAsync(Alice, "/f", "/g", new() { IfMatch = tag }, CancellationToken.None)).Value.Changed);
        Assert.Equal("y+", await test.ReadAsync(Alice, "/g"));
        Assert.True((await test.Files.DeleteAsync(Alice, "/g", new() { IfMatch = tag }, CancellationToken.None)).Value.Changed);

        // A file made anew at the path is another file: its tag is another too.
        Assert.NotEqual(first, (await test.WriteAsync(Alice, "/f", "x")).Entry.ETag);
    }

    [Fact]
    [Trait("Hazard", "H21")]
    public async Task Who_may_not_write_learns_nothing_from_a_condition()
    {
        await using var test = await CreateAsync();
        var tag = (await test.WriteAsync(Alice, "/d/f", "x")).Entry.ETag;
        foreach (var options in (WriteOptions[])[WriteOptions.Default, new() { IfMatch = tag }, new() { IfMatch = "*" }, new() { IfMatch = "\"x\"" }, new() { CreateOnly = true }])
        {
            Assert.Equal(RefusalCode.NotFound, (await test.TryWriteAsync(Bob, "/d/f", "y", options)).Refusal!.Code);
            Assert.Equal(RefusalCode.NotFound, (await test.Files.AppendAsync(Bob, "/d/f", Bytes("y"), options, CancellationToken.None)).Refusal!.Code);
        }

        await test.GrantAsync("/d/f", "viewer", "user:bob");
        foreach (var options in (WriteOptions[])[WriteOptions.Default, new() { IfMatch = tag }, new() { IfMatch = "\"x\"" }, new() { CreateOnly = true }])
            Assert.Equal(RefusalCode.Denied, (await test.TryWriteAsync(Bob, "/d/f", "y", options)).Refusal!.Code);
        Assert.Equal(RefusalCode.Denied, (await test.Files.DeleteAsync(Bob, "/d/f", new() { IfMatch = "\"x\"" }, CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    [Trait("Hazard", "H19")]
    public async Task An_append_takes_read_as_well_as_write()
    {
        await using var test = await CreateAsync();
        await TenantSchemas.UseAsync(test, "who is banned cannot read there or below");
        await test.WriteAsync(Alice, "/f", "secret");
        await test.GrantAsync("/f", "editor", "user:bob");
        await test.GrantAsync("/f", "banned", "user:bob");
        Assert.False((await test.Files.AppendAsync(Bob, "/f", Bytes("+"), WriteOptions.Default, CancellationToken.None)).IsAccepted);
        Assert.True((await test.TryWriteAsync(Bob, "/f", "mine")).IsAccepted);
        Assert.Equal("mine", await test.ReadAsync(Alice, "/f"));
    }

    [Fact]
    public async Task Bytes_are_not_taken_from_who_may_not_write()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/f", "x");
        using var untouched = new UntouchableStream();
        Assert.Equal(RefusalCode.NotFound, (await test.Files.WriteAsync(Bob, "/f", untouched, WriteOptions.Default, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await test.Files.AppendAsync(Bob, "/f", untouched, WriteOptions.Default, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(RefusalCode.AlreadyExists, (await test.Files.WriteAsync(Alice, "/f", untouched, new() { CreateOnly = true }, CancellationToken.None)).Refusal!.Code);
    }

    [Theory]
    [InlineData(8, 20)]
    [InlineData(100, 20)]
    public async Task A_content_over_the_limit_is_refused_whether_small_or_large_and_leaves_nothing(int inline, int max)
    {
        await using var test = await CreateAsync(new() { InlineContentBytes = inline, MaxContentBytes = max });
        Assert.True((await test.TryWriteAsync(Alice, "/f", new string('x', max))).IsAccepted);
        Assert.Equal(RefusalCode.LimitExceeded, (await test.TryWriteAsync(Alice, "/g", new string('y', max + 1))).Refusal!.Code);
        Assert.Equal(RefusalCode.LimitExceeded, (await test.Files.AppendAsync(Alice, "/f", Bytes("+"), WriteOptions.Default, CancellationToken.None)).Refusal!.Code);
        Assert.Equal(["/f"], test.Names(Alice, "/"));
        Assert.Equal(inline < max ? 1 : 0, test.BlobNames.Length);
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class UntouchableStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new InvalidOperationException("bytes were taken");
    }
}
