using System.Text;

namespace Panthera.Cli.Tests.Commands;

public sealed class FileCommandTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task What_is_put_is_what_cat_gives_whole_and_in_part()
    {
        await _cli.SeedAsync();
        Assert.Equal("the plan"u8.ToArray(), (await _cli.DoAsync("cat", "/docs/plan.md")).Raw);
        Assert.Equal("plan"u8.ToArray(), (await _cli.DoAsync("cat", "/docs/plan.md", "--range", "4-")).Raw);
        Assert.Equal("the"u8.ToArray(), (await _cli.DoAsync("cat", "/docs/plan.md", "--range", "0-2")).Raw);
        Assert.Equal("an"u8.ToArray(), (await _cli.DoAsync("cat", "/docs/plan.md", "--range=-2")).Raw);
        var outside = await _cli.RunAsync("cat", "/docs/plan.md", "--range", "100-");
        Assert.Equal((1, 0), (outside.ExitCode, outside.Raw.Length));
    }

    [Fact]
    public async Task Put_takes_a_file_of_this_machine_and_honours_its_conditions()
    {
        await _cli.SeedAsync();
        var file = Path.Combine(_cli.Root, "new.md");
        await File.WriteAllTextAsync(file, "second", TestContext.Current.CancellationToken);
        var refused = await _cli.RunAsync("put", "/docs/plan.md", file, "--create-only");
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(1, (await _cli.RunAsync("put", "/docs/plan.md", file, "--if-match", "\"0000000000000001-9\"")).ExitCode);
        var tag = (await _cli.DoAsync("stat", "/docs/plan.md", "--json")).Documents[0].GetProperty("etag").GetString()!;
        var written = (await _cli.DoAsync("put", "/docs/plan.md", file, "--if-match", tag, "--json")).Documents[0];
        Assert.Equal((2UL, false), (written.GetProperty("version").GetUInt64(), written.GetProperty("created").GetBoolean()));
        Assert.Equal("second", Encoding.UTF8.GetString((await _cli.DoAsync("cat", "/docs/plan.md")).Raw));
        Assert.Equal(3, (await _cli.RunAsync("put", "/docs/x", Path.Combine(_cli.Root, "none"))).ExitCode);
    }

    [Fact]
    public async Task A_directory_is_made_listed_moved_copied_and_deleted()
    {
        await _cli.SeedAsync();
        await _cli.DoAsync("mkdir", "-p", "/a/b");
        await _cli.DoAsync("cp", "/docs", "/a/b/copy");
        await _cli.DoAsync("mv", "/a/b", "/moved");
        Assert.Equal(["copy/", "copy/deep/", "copy/deep/notes.txt", "copy/plan.md"], (await _cli.DoAsync("ls", "/moved", "-R")).Lines);
        Assert.Equal(1, (await _cli.RunAsync("rm", "/moved")).ExitCode);
        await _cli.DoAsync("rm", "-r", "/moved");
        var gone = await _cli.RunAsync("stat", "/moved");
        Assert.Equal(1, gone.ExitCode);
        Assert.StartsWith("panthera: `/moved`", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_shows_each_caller_what_they_may_see()
    {
        await _cli.SeedAsync();
        Assert.Equal(["docs/", "private/"], (await _cli.DoAsync("ls")).Lines);
        Assert.Equal(["docs/"], (await _cli.DoAsync("ls", "/", "--as", "user:bob")).Lines);
        var passage = (await _cli.DoAsync("stat", "/", "--as", "user:bob", "--json")).Documents[0];
        Assert.True(passage.GetProperty("isPassage").GetBoolean());
        Assert.Equal(1, (await _cli.RunAsync("cat", "/private/secret.txt", "--as", "user:bob")).ExitCode);
        Assert.Equal(1, (await _cli.RunAsync("put", "/docs/plan.md", "--as", "user:bob")).ExitCode);
    }

    [Fact]
    public async Task A_listing_in_pages_gives_every_entry_once()
    {
        await _cli.SeedAsync();
        for (var i = 0; i < 5; i++) await _cli.PutAsync($"/many/f{i}", "x");
        Assert.Equal(["f0", "f1", "f2", "f3", "f4"], (await _cli.DoAsync("ls", "/many", "--page-size", "2")).Lines);
        List<string> names = [];
        for (string? cursor = "start"; cursor is not null;)
        {
            var page = (await _cli.DoAsync("ls", "/many", "--page-size", "2", "--cursor", cursor, "--json")).Documents;
            names.AddRange(page[..^1].Select(static entry => entry.GetProperty("path").GetString()!));
            cursor = page[^1].GetProperty("nextCursor").GetString();
        }

        Assert.Equal(["/many/f0", "/many/f1", "/many/f2", "/many/f3", "/many/f4"], names);
    }

    [Fact]
    public async Task A_name_that_moves_the_cursor_is_shown_harmless()
    {
        await _cli.SeedAsync();
        await _cli.PutAsync("/names/evil\u001b[2J\nx", "x");
        Assert.Equal(["evil\\u001B[2J\\u000Ax"], (await _cli.DoAsync("ls", "/names")).Lines);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("/a/../b")]
    [InlineData("/a//b")]
    [InlineData("/nul\0")]
    public async Task A_wrong_path_is_a_usage_error_that_names_it(string path)
    {
        await _cli.SeedAsync();
        var result = await _cli.RunAsync("stat", path);
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("panthera: path `", result.Error, StringComparison.Ordinal);
    }
}
