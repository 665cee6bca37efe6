namespace Panthera.Cli.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("chekc", "did you mean `check`")]
    [InlineData("impotr", "did you mean `import`")]
    [InlineData("xyzzyplugh", "there is no command `xyzzyplugh`")]
    public async Task A_wrong_command_names_a_near_one(string written, string said)
    {
        var result = await Cli.BareAsync(new CliInput(), written);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task A_wrong_option_names_a_near_one()
    {
        var result = await Cli.BareAsync(new CliInput(), "ls", "--recursiv");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("`panthera ls` has no option `--recursiv`; did you mean `--recursive`?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_argument_and_one_too_many_are_wrong_usage()
    {
        foreach (var arguments in new[] { new[] { "stat" }, ["stat", "/a", "/b"], ["tenant"], ["grant", "/a", "viewer"], ["ls", "--page-size", "many"] })
        {
            var result = await Cli.BareAsync(new CliInput(), arguments);
            Assert.Equal(3, result.ExitCode);
            Assert.StartsWith("panthera: ", result.Error, StringComparison.Ordinal);
            Assert.Contains(" --help`", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_place_the_error_says_what_to_give()
    {
        var result = await Cli.BareAsync(new CliInput(), "ls");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("--data DIR", result.Error, StringComparison.Ordinal);
        Assert.Contains("--server URL", result.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "ls", "--data", "x", "--server", "http://127.0.0.1:1", "--token", "t")).ExitCode);
        Assert.Contains("--token", (await Cli.BareAsync(new CliInput(), "ls", "--server", "http://127.0.0.1:1")).Error, StringComparison.Ordinal);
        Assert.Contains("`ftp://x`", (await Cli.BareAsync(new CliInput(), "ls", "--server", "ftp://x", "--token", "t")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_names_the_data_directory()
    {
        using var cli = new Cli();
        await cli.SeedAsync();
        var input = new CliInput { Environment = new() { ["PANTHERA_DATA"] = cli.Data } };
        Assert.Equal(["docs/", "private/"], (await Cli.BareAsync(input, "ls")).Lines);
        var both = new CliInput { Environment = new() { ["PANTHERA_DATA"] = cli.Data, ["PANTHERA_SERVER"] = "http://127.0.0.1:1" } };
        Assert.Equal(3, (await Cli.BareAsync(both, "ls")).ExitCode);
        Assert.Equal(0, (await Cli.BareAsync(both, "ls", "--data", cli.Data)).ExitCode);
    }

    [Fact]
    public async Task Every_command_has_a_sentence_and_an_example_in_its_help()
    {
        var root = CommandLine.Create(new Output.Terminal { Out = TextWriter.Null, Error = TextWriter.Null, RawOut = Stream.Null, RawIn = Stream.Null, ReadLine = () => null });
        Assert.NotEmpty(root.Subcommands);
        foreach (var path in root.Subcommands.SelectMany(command => command.Subcommands.Select(inner => new[] { command.Name, inner.Name }).Prepend([command.Name])))
        {
            var help = await Cli.BareAsync(new CliInput(), [.. path, "--help"]);
            Assert.Equal(0, help.ExitCode);
            Assert.Contains(".\n", help.Out, StringComparison.Ordinal);
            Assert.Contains("  panthera " + string.Join(' ', path[..1]), help.Out, StringComparison.Ordinal);
            Assert.Contains("Example", help.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Redirected_output_has_no_escape_sequences()
    {
        using var cli = new Cli();
        await cli.SeedAsync();
        string[][] commands = [["tenant", "list"], ["grants", "/docs"], ["explain", "user:bob", "read", "/docs"], ["stats"], ["ls", "-l"]];
        foreach (var command in commands) Assert.DoesNotContain('\u001b', (await cli.DoAsync(command)).Out);
    }
}
