namespace Panthera.Cli.Tests.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private const string Head = """
        schema: |
          definition user {}
          definition group {
            relation member: user
          }
          definition doc {
            relation viewer: user | user:* | group#member
            relation banned: user
            permission view = viewer - banned
          }
        relationships: |
          // who
          doc:one#viewer@user:ann
          doc:one#viewer@group:eng#member

          group:eng#member@user:bob
          doc:open#viewer@user:*
          doc:open#banned@user:eve

        """;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task What_holds_ends_with_0()
    {
        var result = await ValidateAsync(Head + """
            assertions:
              assertTrue:
                - "doc:one#view@user:ann"
                - "doc:one#view@user:bob"
                - "doc:open#view@user:stranger"
              assertFalse:
                - "doc:one#view@user:eve"
                - "doc:open#view@user:eve"
            validation:
              doc:one#view:
                - "[user:ann] is <doc:one#viewer>"
                - "[user:bob] is <group:eng#member>"
                - "[group:eng#member] is <doc:one#viewer>"
              doc:open#view:
                - "[user:* - {user:eve}] is <doc:open#viewer>"
              doc:none#view: []
            """);
        Assert.Equal((0, "8 expectations hold\n", ""), (result.ExitCode, result.Out, result.Error));
    }

    [Theory]
    [InlineData("assertions:\n  assertTrue:\n    - doc:one#view@user:eve", ":21: assertTrue: `doc:one#view@user:eve` is denied, not allowed")]
    [InlineData("assertions:\n  assertFalse:\n    - doc:one#view@user:ann", ":21: assertFalse: `doc:one#view@user:ann` is allowed, not denied")]
    [InlineData("assertions:\n  assertCaveated:\n    - doc:one#view@user:ann", ":21: assertCaveated: `doc:one#view@user:ann` is allowed, not conditional")]
    [InlineData("assertions:\n  assertTrue:\n    - doc:one#veiw@user:ann", ":21: assertTrue: `doc:one#veiw@user:ann`: type `doc` has no relation or permission `veiw`")]
    [InlineData("assertions:\n  assertTrue:\n    - doc:one", ":21: assertTrue: `doc:one` is no relationship")]
    [InlineData("assertions:\n  assertTrue:\n    - doc:one#view@user:ann with nothing", ":21: assertTrue: ")]
    [InlineData("validation:\n  doc:one#view:\n    - '[user:ann]'", ":20: validation: `user:bob` is allowed, and not expected")]
    [InlineData("validation:\n  doc:one#view:\n    - '[user:ann]'\n    - '[user:bob]'\n    - '[user:eve]'", ":23: validation: `user:eve` is denied, not allowed")]
    [InlineData("validation:\n  doc:one#view:\n    - '[user:ann[...]]'\n    - '[user:bob]'", ":21: validation: `user:ann` is allowed, not conditional")]
    [InlineData("validation:\n  doc:one#view:\n    - '[user:ann] is <doc:two#viewer>'\n    - '[user:bob]'", ":21: validation: no relationship gives `user:ann` `doc:two#viewer`")]
    [InlineData("validation:\n  doc:open#view: []", ":20: validation: `user:*` is allowed, and not expected")]
    [InlineData("validation:\n  doc:open#view:\n    - '[user:*]'", ":21: validation: `user:eve` is denied, and not left out of `user:*`")]
    [InlineData("validation:\n  doc:open#view:\n    - '[user:* - {user:eve, user:ann}]'", ":21: validation: `user:ann` is allowed, not denied")]
    [InlineData("validation:\n  doc:one#view:\n    - '[user:*]'\n    - '[user:ann]'\n    - '[user:bob]'", ":21: validation: `user:*` is denied, not allowed")]
    [InlineData("validation:\n  doc:open:\n    - '[user:*]'", "`doc:open` should be like `document:one#view`")]
    [InlineData("validation:\n  doc:one#view:\n    - 'user:ann'", ":21: validation: `user:ann` should be like")]
    public async Task What_does_not_hold_is_shown_with_its_line_and_ends_with_1(string expectations, string expected)
    {
        var result = await ValidateAsync(Head + expectations);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doc:one#viewer@user:ann", "doc:one#viewr@user:ann", "relationships: `doc:one#viewr@user:ann`: resource type `doc` has no relation `viewr`")]
    [InlineData("doc:one#viewer@user:ann", "doc:one", "relationships: `doc:one` is no relationship")]
    public async Task A_relationship_that_cannot_be_written_is_a_failure(string kept, string replacement, string expected)
    {
        var result = await ValidateAsync(Head.Replace(kept, replacement, StringComparison.Ordinal));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_does_not_compile_is_shown_with_its_place()
    {
        var result = await ValidateAsync("schema: |\n  definition doc {\n    relation viewer: usr\n  }\nrelationships: ''");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("(schema):2:20: relation `viewer` names type `usr`", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_can_be_in_a_file_of_its_own()
    {
        await File.WriteAllTextAsync(Path.Combine(_cli.Root, "schema.zed"), "definition user {}\ndefinition doc {\n relation viewer: user\n}", TestContext.Current.CancellationToken);
        var text = "schemaFile: schema.zed\nrelationships: doc:one#viewer@user:ann\nassertions:\n  assertTrue: ['doc:one#viewer@user:ann']";
        Assert.Equal(0, (await ValidateAsync(text)).ExitCode);
        Assert.Equal(3, (await ValidateAsync(text.Replace("schema.zed", "none.zed", StringComparison.Ordinal))).ExitCode);
    }

    [Theory]
    [InlineData("schema: [")]
    [InlineData("schema: {a: b}")]
    [InlineData("- schema")]
    [InlineData("")]
    [InlineData("relationships: ''")]
    [InlineData("schema: ''\nschemaFile: a.zed")]
    [InlineData("schema: ''\nassertion: {}")]
    [InlineData("schema: ''\nassertions: {assertTure: []}")]
    [InlineData("schema: ''\nassertions: [one]")]
    [InlineData("schema: ''\nassertions: {assertTrue: one}")]
    [InlineData("schema: ''\nvalidation: {'doc:one#view': [[one]]}")]
    [InlineData("schema: ''\n---\nschema: ''")]
    public async Task What_is_no_validation_file_ends_with_3(string text)
    {
        var result = await ValidateAsync(text);
        Assert.Equal((3, ""), (result.ExitCode, result.Out));
        Assert.Contains("validation.yaml:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_ends_with_3() =>
        Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "validate", Path.Combine(_cli.Root, "none.yaml"))).ExitCode);

    [Fact]
    public async Task Failures_are_documents_for_programs()
    {
        var result = await ValidateAsync(Head + "assertions:\n  assertTrue:\n    - doc:one#view@user:eve", "--json");
        Assert.Equal(("assertTrue", 21), (result.Documents[0].GetProperty("part").GetString(), result.Documents[0].GetProperty("line").GetInt32()));
        Assert.Equal((1, 1), (result.Documents[1].GetProperty("checked").GetInt32(), result.Documents[1].GetProperty("failures").GetInt32()));
    }

    [Fact]
    [Trait("Hazard", "H13")]
    public async Task Caveats_are_conditional_until_their_context_is_given()
    {
        const string Text = """
            schema: |
              definition user {}
              caveat on_network(ip ipaddress, cidr string) { ip.in_cidr(cidr) }
              definition doc {
                relation viewer: user with on_network | user:* with on_network
                permission view = viewer
              }
            relationships: |
              doc:one#viewer@user:ann[on_network:{"cidr":"10.0.0.0/8"}]
              doc:open#viewer@user:*[on_network:{"cidr":"10.0.0.0/8"}]
            assertions:
              assertTrue:
                - 'doc:one#view@user:ann with {"ip":"10.1.2.3"}'
              assertCaveated:
                - doc:one#view@user:ann
              assertFalse:
                - 'doc:one#view@user:ann with {"ip":"192.168.1.1"}'
            validation:
              doc:one#view:
                - "[user:ann[...]] is <doc:one#viewer>"
              doc:open#view:
                - "[user:*[...]] is <doc:open#viewer>"

            """;
        var holds = await ValidateAsync(Text);
        Assert.Equal((0, "5 expectations hold\n"), (holds.ExitCode, holds.Out));
        var unconditional = await ValidateAsync(Text.Replace("[...]", "", StringComparison.Ordinal));
        Assert.Contains("`user:ann` is conditional (it misses `ip`), not allowed", unconditional.Out, StringComparison.Ordinal);
        Assert.Contains("`user:*` is conditional (it misses `ip`), not allowed", unconditional.Out, StringComparison.Ordinal);
        var wrongType = await ValidateAsync(Text.Replace("{\"ip\":\"10.1.2.3\"}", "{\"ip\":7}", StringComparison.Ordinal));
        Assert.Equal(1, wrongType.ExitCode);
    }

    [Fact]
    public async Task Every_published_scenario_holds()
    {
        var root = Environment.GetEnvironmentVariable("PANTHERA_CONFORMANCE") ?? Path.GetFullPath(Path.Combine(Repository(), "..", "shared", "conformance"));
        var folder = Path.Combine(root, "spicedb", "scenarios");
        if (!Directory.Exists(folder)) Assert.Skip($"no conformance data at {folder}; set PANTHERA_CONFORMANCE to the folder that holds spicedb/scenarios");
        var files = Directory.GetFiles(folder, "*.yaml");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var result = await Cli.BareAsync(new CliInput(), "validate", file);
            Assert.True(result.ExitCode == 0, $"{result.Out}{result.Error}");
        }
    }

    [Fact]
    public async Task The_example_of_the_documentation_holds()
    {
        var text = (await File.ReadAllTextAsync(Path.Combine(Repository(), "docs", "schema.md"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var example = text.Split("```yaml\n")[1];
        var result = await ValidateAsync(example[..example.IndexOf("```", StringComparison.Ordinal)]);
        Assert.Equal((0, "6 expectations hold\n"), (result.ExitCode, result.Out));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Panthera.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }

    private async Task<CliResult> ValidateAsync(string text, params string[] options)
    {
        var file = Path.Combine(_cli.Root, "validation.yaml");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return await Cli.BareAsync(new CliInput(), ["validate", file, .. options]);
    }
}
