using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

public sealed class PartialTests
{
    [Fact]
    public void The_members_of_a_partial_stand_where_it_is_included()
    {
        var schema = SchemaCompiler.Compile("""
            use partial
            definition user {}
            partial viewing {
                relation viewer: user
                ...owning
                permission view = viewer + owner
            }
            partial owning {
                /** Who pays. */
                relation owner: user
            }
            definition doc {
                relation parent: doc
                ...viewing
                permission edit = owner
            }
            definition image {
                ...viewing
            }
            """);
        schema.TryGetDefinition("doc", out var doc);
        schema.TryGetDefinition("image", out var image);
        Assert.Equal(["parent", "viewer", "owner", "view", "edit"], doc!.Members.Select(member => member.Name));
        Assert.Equal(["viewer", "owner", "view"], image!.Members.Select(member => member.Name));
        Assert.Equal("Who pays.", image.Members[1].Comment);
        var view = Assert.IsType<Permission>(image.Members[2]);
        Assert.Same(image.Members[0], Assert.IsType<MemberExpression>(Assert.IsType<UnionExpression>(view.Body).Operands[0]).Member);
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void Partials_nest_a_hundred_deep_in_any_order(int depth, bool compiles)
    {
        var partials = Enumerable.Range(0, depth).Select(i => $"partial p{i:D3} {{\n ...p{i + 1:D3}\n}}\n").ToList();
        foreach (var order in (IEnumerable<string>[])[partials, Enumerable.Reverse(partials)])
        {
            var text = $"use partial\ndefinition user {{\n ...p000\n}}\n{string.Concat(order)}partial p{depth:D3} {{ relation last: user }}";
            Assert.Equal(compiles, SchemaCompiler.TryCompile(text, out _, out var errors));
            Assert.All(errors, error => Assert.Contains("more than 100 deep", error.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_long_cycle_of_partials_is_refused()
    {
        var partials = Enumerable.Range(0, 10_000).Select(i => $"partial p{i:D5} {{\n ...p{(i + 1) % 10_000:D5}\n}}\n");
        Assert.False(SchemaCompiler.TryCompile("use partial\n" + string.Concat(partials), out _, out _));
    }

    [Fact]
    public void Partials_that_double_each_other_stay_small_while_they_are_empty()
    {
        var partials = Enumerable.Range(0, 90).Select(i => $"partial p{i:D2} {{\n ...p{i + 1:D2}\n ...p{i + 1:D2}\n}}\n");
        var text = $"use partial\ndefinition user {{\n ...p00\n ...p00\n}}\n{string.Concat(partials)}partial p90 {{}}";
        Assert.Empty(SchemaCompiler.Compile(text).Definitions[0].Members);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_partials_add_up_to_is_bounded(bool inDefinitions)
    {
        var members = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"relation r{i:D6}: user\n"));
        var keyword = inDefinitions ? "definition" : "partial";
        var includers = string.Concat(Enumerable.Range(0, 500).Select(i => $"{keyword} d{i:D4} {{\n ...all\n}}\n"));
        var exception = Assert.Throws<SchemaException>(
            () => SchemaCompiler.Compile($"use partial\ndefinition user {{}}\npartial all {{\n{members}}}\n{includers}"));
        Assert.Contains("the schema with its partials written out is longer than 4 MiB", exception.Message, StringComparison.Ordinal);
    }
}
