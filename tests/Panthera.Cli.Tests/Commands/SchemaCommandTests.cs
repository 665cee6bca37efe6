namespace Panthera.Cli.Tests.Commands;

public sealed class SchemaCommandTests : IDisposable
{
    private const string Unformatted = "definition user{}\n// note\ndefinition doc{relation viewer:user}";
    private const string Formatted = "definition user {}\n\n// note\ndefinition doc {\n\trelation viewer: user\n}\n";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Fmt_shows_a_schema_that_parses_and_ends_with_1_for_one_that_does_not()
    {
        var file = Write("schema.zed", Unformatted);
        var shown = await RunAsync("schema", "fmt", file);
        Assert.Equal((0, Formatted, ""), (shown.ExitCode, shown.Out, shown.Error));
        Assert.Equal(Unformatted, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        var broken = Write("broken.zed", "definition user {\n\trelation one user\n}");
        var refused = await RunAsync("schema", "fmt", broken);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Equal($"{broken}:2:15: expected `:` and the relation's types, found `user`\n relation one user\n              ^\n", refused.Error);
        Assert.Equal(3, (await RunAsync("schema", "fmt", Path.Combine(_cli.Root, "none.zed"))).ExitCode);
    }

    [Fact]
    public async Task Fmt_looks_at_the_grammar_only()
    {
        var file = Write("schema.zed", "caveat net(ip ipaddress) { no such thing }\ndefinition doc {\n\tpermission view = nowhere\n}\n");
        Assert.Equal(0, (await RunAsync("schema", "fmt", file)).ExitCode);
        Assert.Equal(1, (await RunAsync("schema", "validate", file)).ExitCode);
    }

    [Fact]
    public async Task Fmt_writes_and_checks_files_and_reads_the_standard_input()
    {
        var file = Write("schema.zed", Unformatted);
        Assert.Equal(1, (await RunAsync("schema", "fmt", file, "--check")).ExitCode);
        Assert.Equal(0, (await RunAsync("schema", "fmt", file, "--write")).ExitCode);
        Assert.Equal(Formatted, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await RunAsync("schema", "fmt", file, "--check")).ExitCode);
        Assert.Equal(["schema.zed"], Directory.GetFiles(_cli.Root).Select(Path.GetFileName));

        var input = new CliInput { Bytes = System.Text.Encoding.UTF8.GetBytes(Unformatted) };
        Assert.Equal(Formatted, (await Cli.BareAsync(input, "schema", "fmt", "-")).Out);
        Assert.Equal(3, (await Cli.BareAsync(input, "schema", "fmt", "-", "--write")).ExitCode);
        Assert.Equal(3, (await Cli.BareAsync(new CliInput { Bytes = [0xff, 0xfe, 0xfd] }, "schema", "fmt", "-")).ExitCode);
    }

    [Fact]
    public async Task Validate_shows_every_error_with_file_line_and_caret()
    {
        var root = Write("root.zed", "use import\nimport 'types/user.zed'\ndefinition doc {\n\trelation viewer: usr\n\tpermission view = viwer\n}");
        var imported = Write("types/user.zed", "definition user {}");
        var refused = await RunAsync("schema", "validate", root);
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            $"{root}:4:19: relation `viewer` names type `usr`, which is not defined; defined types are `user`, `doc`; did you mean `user`?\n"
            + " relation viewer: usr\n                  ^\n"
            + $"{root}:5:20: permission `view` names `viwer`, but type `doc` has no such relation or permission; it has `viewer`, `view`; did you mean `viewer`?\n"
            + " permission view = viwer\n                   ^\n",
            refused.Error);

        Write("types/user.zed", "definition user {");
        Assert.StartsWith($"{imported}:1:18: expected", (await RunAsync("schema", "validate", root)).Error, StringComparison.Ordinal);

        Write("types/user.zed", "definition usr {\n\tpermission viwer = nil\n}");
        Write("root.zed", "use import\nimport 'types/user.zed'");
        var valid = await RunAsync("schema", "validate", root);
        Assert.Equal((0, "valid: 1 definitions, 0 caveats\n"), (valid.ExitCode, valid.Out));
    }

    [Fact]
    public async Task Diff_lists_changes_and_ends_with_1_if_there_are_any()
    {
        var before = Write("before.zed", Unformatted);
        var after = Write("after.zed", "definition user {}\ndefinition doc {\n relation viewer: user | user:*\n relation owner: user\n}");
        var changed = await RunAsync("schema", "diff", before, after);
        Assert.Equal((1, "relation `doc#viewer` allows `user:*`\nrelation `doc#owner` added\n"), (changed.ExitCode, changed.Out));
        Assert.Equal("RelationAdded", (await RunAsync("schema", "diff", before, after, "--json")).Documents[1].GetProperty("kind").GetString());
        var same = await RunAsync("schema", "diff", before, Write("formatted.zed", Formatted));
        Assert.Equal((0, ""), (same.ExitCode, same.Out));
        Assert.Equal(3, (await RunAsync("schema", "diff", before, Write("broken.zed", "nonsense"))).ExitCode);
    }

    [Fact]
    public async Task A_tenants_schema_is_written_with_its_imports_and_read_back()
    {
        await _cli.DoAsync("tenant", "create", "acme", "--bare");
        Assert.Equal(1, (await _cli.RunAsync("schema", "read")).ExitCode);
        var root = Write("root.zed", "use import\nuse partial\nimport 'user.zed'\npartial seen {\n relation viewer: user\n}\ndefinition doc {\n ...seen\n}");
        Write("user.zed", "definition user {}");
        Assert.Equal(1, (await _cli.RunAsync("schema", "diff", root)).ExitCode);
        await _cli.DoAsync("schema", "write", root);
        Assert.Equal("definition user {}\n\ndefinition doc {\n\trelation viewer: user\n}\n", (await _cli.DoAsync("schema", "read")).Out);
        Assert.Equal(0, (await _cli.RunAsync("schema", "diff", root)).ExitCode);

        var broken = Write("broken.zed", "definition doc {\n relation viewer: nobody\n}");
        var refused = await _cli.RunAsync("schema", "write", broken);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"{broken}:2:19:", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _cli.RunAsync("schema", "diff", root)).ExitCode);
    }

    [Fact]
    public async Task The_schema_of_a_tenant_with_files_keeps_what_files_need()
    {
        await _cli.SeedAsync();
        var shown = (await _cli.DoAsync("schema", "read")).Out;
        Assert.Contains("permission read", shown, StringComparison.Ordinal);
        var refused = await _cli.RunAsync("schema", "write", Write("small.zed", "definition user {}"));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("definition file", refused.Error, StringComparison.Ordinal);
        await _cli.DoAsync("schema", "write", Write("more.zed", shown.Replace("permission read =", "permission peek = viewer\n permission read =", StringComparison.Ordinal)));
        Assert.Equal(1, (await _cli.RunAsync("check", "user:bob", "peek", "/private/secret.txt")).ExitCode);

        // Bob's grant would be left without a relation.
        var orphaning = await _cli.RunAsync("schema", "write", Write("less.zed", shown.Replace("group#member", "user", StringComparison.Ordinal).Replace("user | user ", "user ", StringComparison.Ordinal)));
        Assert.Equal(1, orphaning.ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("schema", "read", "--as", "user:bob")).ExitCode);
    }

    private static Task<CliResult> RunAsync(params string[] arguments) => Cli.BareAsync(new CliInput(), arguments);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_cli.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
