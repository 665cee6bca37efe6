namespace Panthera.Cli.Tests.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly Cli _cli = new();
    private readonly string _source;

    public DemoTests()
    {
        _source = Path.Combine(_cli.Root, "tree");
        foreach (var name in new[] { "read.me", "src/app/a.cs", "src/app/b.cs", "src/app/deep/c.cs", "src/d.cs", "docs/guide/one.md", "docs/two.md" })
        {
            var path = Path.Combine(_source, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, name);
        }
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_demo_shows_who_sees_what_why_and_what_it_cost()
    {
        var result = await _cli.DoAsync("demo", _source, "--checks", "100");
        string[] said =
        [
            "7 files", "/tree as three people see it", "passage", "/tree/src#viewer@group:eng#member", "group:runtime#direct_member@user:bob", ": denied", "may not see it",
            "Alice moves /tree/src/app to /archive/app", "3 files below, 1 commit", "61 minutes later", "alice revokes it", "one check",
        ];
        foreach (var text in said) Assert.Contains(text, result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Out);
        Assert.All(result.Lines, static line => Assert.InRange(line.Length, 0, 200));
        Assert.Equal(["a.cs", "b.cs", "deep/", "deep/c.cs"], (await _cli.DoAsync("ls", "/archive/app", "-R", "--as", "user:dave")).Lines);
    }

    [Fact]
    public async Task A_demo_without_a_place_to_keep_leaves_nothing_behind_and_one_with_it_wants_it_empty()
    {
        string? data;
        using (var place = Panthera.Cli.Demo.DemoPlace.At(null)) data = place.DataDirectory;
        Assert.False(Directory.Exists(data));
        var result = await Cli.BareAsync(new CliInput(), "demo", _source, "--checks", "10");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("removed", result.Out, StringComparison.Ordinal);
        await _cli.SeedAsync();
        Assert.Equal(3, (await _cli.RunAsync("demo", _source)).ExitCode);
        Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "demo", Path.Combine(_cli.Root, "none"))).ExitCode);
    }
}
