using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

public sealed class TenantSchemaRulesTests
{
    private const string Least = """
        use expiration
        definition user {}
        definition agent {}
        definition file {
            relation parent: file
            relation owner: user | agent
            permission read = owner + parent->read
            permission write = owner
            permission share = owner
        }
        caveat flag(flag_on bool) { flag_on }
        """;

    [Fact]
    public void The_least_schema_is_accepted() => Assert.Empty(TenantSchemaRules.Check(SchemaCompiler.Compile(Least)));

    [Fact]
    public void More_types_of_owners_are_accepted() =>
        Assert.Empty(Check(" agent\n", " agent | service\n", "definition user {}", "definition user {}\ndefinition service {}"));

    [Theory]
    [InlineData("parent: file", "parent: file | user", "line 5, column 14: a tenant with files needs exactly `relation parent: file` in `definition file`; it allows `file | user` here")]
    [InlineData("parent: file", "parent: file with expiration", "line 5, column 14: a tenant with files needs exactly `relation parent: file` in `definition file`; it allows `file with expiration` here")]
    [InlineData("parent: file", "parent: file#read", "line 5, column 14: a tenant with files needs exactly `relation parent: file` in `definition file`; it allows `file#read` here")]
    [InlineData("user | agent", "user", "line 6, column 14: a tenant with files needs `relation owner: user | agent` in `definition file`; `agent` is missing here")]
    [InlineData("user | agent", "user | agent | user:*", "line 6, column 14: a file has one subject as its owner: `relation owner` cannot allow `user:*`, only types alone")]
    [InlineData("user | agent", "user | agent | user with expiration", "line 6, column 14: a file has one subject as its owner: `relation owner` cannot allow `user with expiration`, only types alone")]
    [InlineData("user | agent", "user | agent | user with flag", "line 6, column 14: a file has one subject as its owner: `relation owner` cannot allow `user with flag`, only types alone")]
    [InlineData("user | agent", "user with flag | agent", "line 6, column 14: a file has one subject as its owner: `relation owner` cannot allow `user with flag`, only types alone\nline 6, column 14: a tenant with files needs `relation owner: user | agent` in `definition file`; `user` is missing here")]
    [InlineData("user | agent", "user | agent | file#read", "line 6, column 14: a file has one subject as its owner: `relation owner` cannot allow `file#read`, only types alone")]
    [InlineData("permission write = owner", "", "line 4, column 12: a tenant with files needs `permission write` in `definition file`")]
    [InlineData("permission share = owner", "relation share: user", "line 9, column 14: a tenant with files needs `permission share` in `definition file`; `share` is a relation here")]
    [InlineData("relation owner: user | agent", "permission owner = parent", "line 6, column 16: a tenant with files needs `relation owner: user | agent` in `definition file`; `owner` is a permission here")]
    public void What_is_missing_is_named(string kept, string replacement, string expected)
    {
        var errors = Check(kept, replacement);
        Assert.Equal(expected, string.Join('\n', errors));
    }

    [Fact]
    public void A_schema_without_file_or_subjects_is_refused()
    {
        var schema = SchemaCompiler.Compile("definition user {}");
        var exception = Assert.Throws<SchemaException>(() => TenantSchemaRules.Ensure(schema));
        Assert.Equal(2, exception.Errors.Length);
        Assert.Contains("needs `definition agent`", exception.Message, StringComparison.Ordinal);
        Assert.Contains("needs `definition file`", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_parent_and_owner_is_refused() =>
        Assert.Equal(5, TenantSchemaRules.Check(SchemaCompiler.Compile("definition user {}\ndefinition agent {}\ndefinition file {}")).Length);

    private static System.Collections.Immutable.ImmutableArray<SchemaError> Check(params string[] replacements)
    {
        var text = Least;
        for (var i = 0; i < replacements.Length; i += 2)
        {
            Assert.Contains(replacements[i], text, StringComparison.Ordinal);
            text = text.Replace(replacements[i], replacements[i + 1], StringComparison.Ordinal);
        }

        return TenantSchemaRules.Check(SchemaCompiler.Compile(text));
    }
}
