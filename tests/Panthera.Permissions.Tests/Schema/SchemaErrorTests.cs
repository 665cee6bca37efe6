using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

public sealed class SchemaErrorTests
{
    [Theory]
    [InlineData("nonsense thing {}", "line 1, column 1: expected `definition` or `caveat`, found `nonsense`")]
    [InlineData("definition {}", "line 1, column 12: expected the definition's name, found `{`")]
    [InlineData("definition\nuser {}", "line 1, column 11: expected the definition's name, found the end of the line")]
    [InlineData("definition user {", "line 1, column 18: expected `relation`, `permission` or `}`, found the end of the schema")]
    [InlineData("definition relation {}", "line 1, column 12: expected the definition's name, found the keyword `relation`")]
    [InlineData("definition user\n{}", "line 1, column 16: expected `{`, found the end of the line")]
    [InlineData("definition doc {\n relation viewer user\n}", "line 2, column 18: expected `:` and the relation's types, found `user`")]
    [InlineData("definition doc {\n relation viewer: user |\n}", "line 3, column 1: expected a type's name, found `}`")]
    [InlineData("definition doc {\n relation viewer: user: | group\n}", "line 2, column 25: expected `*`, found `|`")]
    [InlineData("definition doc {\n relation viewer: group:*#member\n}", "line 2, column 26: expected the end of the statement (a new line or `;`), found `#`")]
    [InlineData("definition doc {\n relation a/b: user\n}", "line 2, column 11: expected the relation's name, found `a/b`; only types and caveats have prefixes")]
    [InlineData("definition doc {\n permission view = a b\n}", "line 2, column 22: expected the end of the statement (a new line or `;`), found `b`")]
    [InlineData("definition doc {\n permission view = a\n  + b\n}", "line 3, column 3: expected `relation`, `permission` or `}` (a statement goes on only after an operator at its line's end), found `+`")]
    [InlineData("definition doc {\n permission view = (a + b\n permission edit = a\n}", "line 3, column 2: expected an operator or `)`, found `permission`")]
    [InlineData("definition doc {\n permission view = a->(b)\n}", "line 2, column 23: expected the name that the arrow asks for, found `(`")]
    [InlineData("definition doc {\n permission view = a.some(b)\n}", "line 2, column 22: expected `any` or `all` after the dot, found `some`")]
    [InlineData("definition doc {\n permission view =\n}", "line 3, column 1: expected a relation, a permission, `nil` or `(`, found `}`")]
    [InlineData("definition doc {\n permission view: | = a\n}", "line 2, column 19: expected a type's name, found `|`")]
    [InlineData("definition doc {\n permission view = %\n}", "line 2, column 20: unexpected character `%`")]
    [InlineData("definition doc { /* 😀 */ 😀 }", "line 1, column 26: unexpected character `😀`")]
    [InlineData("definition doc {\n\tpermission view = a\u0000\n}", "line 2, column 21: unexpected character `U+0000`")]
    [InlineData("definition doc {} /* never closed", "line 1, column 19: the comment is not closed: expected `*/`")]
    [InlineData("use magic", "line 1, column 5: expected a flag (`expiration`, `self`, `typechecking`, `partial` or `import`), found `magic`")]
    [InlineData("definition user {}\nuse expiration", "line 2, column 1: expected `definition` or `caveat` (`use` lines come first), found `use`")]
    [InlineData("partial view {}", "line 1, column 1: expected `definition` or `caveat` (partials need the line `use partial` at the top), found `partial`")]
    [InlineData("import 'a'", "line 1, column 1: expected `definition` or `caveat` (imports need the line `use import` at the top), found `import`")]
    [InlineData("use import\nimport 'a\n", "line 2, column 8: the string is not closed: expected ' before the line's end")]
    [InlineData("definition doc {\n ...view\n}", "line 2, column 2: expected `relation`, `permission` or `}` (including a partial needs `use partial` at the top), found `...`")]
    [InlineData("definition doc {\n relation viewer: user with net and expiration\n}", "line 2, column 33: `and expiration` needs the line `use expiration` at the schema's top")]
    [InlineData("use expiration\ndefinition doc {\n relation viewer: user with expiration and net\n}", "line 3, column 40: the caveat comes first: write `with caveat and expiration`")]
    [InlineData("use expiration\ndefinition expiration {}", "line 2, column 12: expected the definition's name, found the keyword `expiration`")]
    [InlineData("caveat net() { true }", "line 1, column 12: expected a parameter's name, found `)`")]
    [InlineData("caveat net(ip int) {\n // nothing\n}", "line 1, column 20: the body of caveat `net` is empty; it needs an expression")]
    [InlineData("caveat net(ip int) { {}", "line 1, column 20: the body of caveat `net` is not closed: expected `}`")]
    [InlineData("caveat net(ip int) { 'a\n' }", "line 1, column 22: the string in the caveat is not closed: expected '")]
    public void What_breaks_the_grammar_is_named_with_its_place(string text, string expected) =>
        AssertErrors(SchemaErrorKind.Parse, text, expected);

    [Theory]
    [InlineData("definition User {}", "line 1, column 12: `User` cannot name a type: names have 3 to 64 characters of a-z, 0-9 and `_`, begin with a letter and do not end with `_`; prefixes end in `/`, and the whole has at most 128 characters")]
    [InlineData("definition user {\n relation ab: user\n}", "line 2, column 11: `ab` cannot name a relation or permission: names have 3 to 64 characters of a-z, 0-9 and `_`, begin with a letter and do not end with `_`")]
    [InlineData("definition user {}\ndefinition user {}", "line 2, column 12: type `user` is already defined on line 1")]
    [InlineData("definition user {\n relation one: user\n permission one = nil\n}", "line 3, column 13: type `user` already has `one`, on line 2")]
    [InlineData("definition user {}\ndefinition group {}\ndefinition doc {\n relation viewer: usr\n}", "line 4, column 19: relation `viewer` names type `usr`, which is not defined; defined types are `user`, `group`, `doc`; did you mean `user`?")]
    [InlineData("definition doc {\n relation viewer: zzz\n}", "line 2, column 19: relation `viewer` names type `zzz`, which is not defined; defined types are `doc`")]
    [InlineData("definition group {\n relation member: group#memebr\n}", "line 2, column 25: relation `member` names `group#memebr`, but type `group` has no `memebr`; it has `member`; did you mean `member`?")]
    [InlineData("definition user {}\ndefinition doc {\n relation viewer: user#any\n}", "line 3, column 24: relation `viewer` names `user#any`, but type `user` has no `any`; it has none")]
    [InlineData("definition user {}\ndefinition doc {\n relation viewer: user | user#...\n}", "line 3, column 26: relation `viewer` allows `user` twice")]
    [InlineData("use expiration\ndefinition user {}\ndefinition doc {\n relation viewer: user:* with expiration | user:* with expiration\n}", "line 4, column 44: relation `viewer` allows `user:* with expiration` twice")]
    [InlineData("definition user {}\ndefinition group {\n relation member: user:*\n}\ndefinition doc {\n relation viewer: group#member\n}", "line 6, column 25: relation `doc#viewer` cannot allow `group#member`: that relation allows a wildcard, and a wildcard cannot be reached through a userset")]
    [InlineData("definition user {}\ndefinition doc {\n relation viewer: user\n permission view = viwer\n}", "line 4, column 20: permission `view` names `viwer`, but type `doc` has no such relation or permission; it has `viewer`, `view`; did you mean `viewer`?")]
    [InlineData("definition doc {\n relation parent: doc\n permission view = parnet->view\n}", "line 3, column 20: permission `view` names `parnet`, but type `doc` has no such relation or permission; it has `parent`, `view`; did you mean `parent`?")]
    [InlineData("definition doc {\n relation parent: doc\n permission view = parent->red\n permission read = nil\n}", "line 3, column 28: in permission `view`, no type that relation `parent` allows has `red`; they have `parent`, `view`, `read`; did you mean `read`?")]
    [InlineData("definition doc {\n permission edit = nil\n permission view = edit->view\n}", "line 3, column 20: in permission `view`, an arrow cannot follow `edit`, because it is a permission; only relations can be followed")]
    [InlineData("definition doc {\n relation parent: doc | doc:*\n permission view = parent.all(view)\n}", "line 3, column 20: in permission `view`, an arrow cannot follow relation `parent`, because it allows a wildcard")]
    [InlineData("definition doc {\n relation parent: doc\n permission view = parent->parent->view\n}", "line 3, column 20: an arrow of permission `view` begins with more than a relation's name; give what comes after the first arrow a permission of its own, on the type where it belongs")]
    [InlineData("definition doc {\n permission one = one\n}", "line 2, column 13: permission `one` is computed from itself (`one` -> `one`); only arrows and usersets may lead back to a permission")]
    [InlineData("definition doc {\n relation rel: doc\n permission zero = one\n permission one = rel & two\n permission two = rel - (nil + one)\n}", "line 4, column 13: permission `one` is computed from itself (`one` -> `two` -> `one`); only arrows and usersets may lead back to a permission")]
    public void What_does_not_fit_together_is_named_with_its_place(string text, string expected) =>
        AssertErrors(SchemaErrorKind.Type, text, expected);

    [Theory]
    [Trait("Hazard", "H13")]
    [InlineData("definition user {\n relation one: user with net\n}", "line 2, column 26: relation `one` names caveat `net`, which is not defined; defined caveats are none")]
    [InlineData("definition user {\n relation one: user:* with net\n}", "line 2, column 28: relation `one` names caveat `net`, which is not defined; defined caveats are none")]
    [InlineData("definition user {\n relation one: user with expiration\n}", "line 2, column 26: `with expiration` needs the line `use expiration` at the schema's top")]
    [InlineData("use import\nimport \"a.zed\"", "line 2, column 8: cannot import `a.zed`: imports are put together before a schema is compiled; use `panthera schema write`, or write the definitions here")]
    [InlineData("use self\ndefinition user {\n permission two = self->two\n}", "line 3, column 19: an arrow of permission `two` begins with more than a relation's name; give what comes after the first arrow a permission of its own, on the type where it belongs")]
    public void What_cannot_be_evaluated_is_refused_by_name(string text, string expected) =>
        AssertErrors(SchemaErrorKind.Type, text, expected);

    [Theory]
    [InlineData("use partial\npartial view {}\npartial view {}", "line 3, column 9: partial `view` is already defined on line 2")]
    [InlineData("use partial\npartial Bad {}", "line 2, column 9: `Bad` cannot name a partial: names have 3 to 64 characters of a-z, 0-9 and `_`, begin with a letter and do not end with `_`; prefixes end in `/`, and the whole has at most 128 characters")]
    [InlineData("use partial\npartial views {}\ndefinition user {\n ...view\n}", "line 4, column 5: partial `view` is not defined; defined partials are `views`; did you mean `views`?")]
    [InlineData("use partial\npartial one {\n ...two\n}", "line 3, column 5: partial `two` is not defined; defined partials are `one`")]
    [InlineData("use partial\npartial one {\n ...one\n}", "line 3, column 5: partial `one` includes itself")]
    [InlineData("use partial\npartial one {\n ...two\n}\npartial two {\n ...one\n}", "line 6, column 5: partial `one` includes itself, through partial `two`")]
    [InlineData("use partial\npartial one {\n relation any: user\n}\ndefinition user {\n ...one\n ...one\n}", "line 7, column 5: type `user` already has `any`, on line 3, and partial `one` brings another")]
    [InlineData("use partial\npartial one {\n relation any: user\n}\ndefinition user {\n ...one\n relation any: user\n}", "line 7, column 11: type `user` already has `any`, on line 3")]
    [InlineData("use partial\npartial one {\n permission any = missing\n}\ndefinition user {\n ...one\n}\ndefinition doc {\n ...one\n}", "line 3, column 19: permission `any` names `missing`, but type `user` has no such relation or permission; it has `any`\nline 3, column 19: permission `any` names `missing`, but type `doc` has no such relation or permission; it has `any`")]
    [InlineData("use partial\npartial one {\n relation ab: user\n}\ndefinition user {\n ...one\n}\ndefinition doc {\n ...one\n}", "line 3, column 11: `ab` cannot name a relation or permission: names have 3 to 64 characters of a-z, 0-9 and `_`, begin with a letter and do not end with `_`")]
    public void What_is_wrong_with_partials_is_named_with_its_place(string text, string expected) =>
        AssertErrors(SchemaErrorKind.Type, text, expected);

    [Fact]
    public void All_type_errors_are_reported_in_the_order_of_the_text()
    {
        const string Text = "definition doc {\n permission view = a1 + a2->x & (a3 - nil)\n relation viewer: b1 | b2\n}";
        Assert.False(SchemaCompiler.TryCompile(Text, out var schema, out var errors));
        Assert.Null(schema);
        Assert.Equal([(2, 20), (2, 25), (2, 34), (3, 19), (3, 24)], errors.Select(error => (error.Line, error.Column)));
    }

    [Fact]
    public void At_most_twenty_errors_are_reported()
    {
        var text = "definition doc {\n relation viewer: " + string.Join(" | ", Enumerable.Range(0, 100).Select(i => $"missing{i}")) + "\n}";
        Assert.False(SchemaCompiler.TryCompile(text, out _, out var errors));
        Assert.Equal(20, errors.Length);
    }

    [Fact]
    public void A_long_name_is_cut_in_the_message()
    {
        var error = Assert.Single(Assert.Throws<SchemaException>(
            () => SchemaCompiler.Compile($"definition {new string('a', 100_000)} {{}}")).Errors);
        Assert.True(error.Message.Length < 500);
    }

    [Fact]
    public void A_text_over_four_mebibytes_is_refused_and_one_of_four_is_not()
    {
        const int Limit = 4 * 1024 * 1024;
        Assert.Empty(SchemaCompiler.Compile("//" + new string('x', Limit - 2)).Definitions);
        Assert.Equal(
            "line 1, column 1: the schema is longer than 4 MiB",
            Assert.Throws<SchemaException>(() => SchemaCompiler.Compile("//" + new string('x', Limit - 1))).Message);
        Assert.Throws<SchemaException>(() => SchemaCompiler.Compile("//" + new string('é', Limit / 2)));
    }

    [Fact]
    public void A_relation_allows_at_most_a_thousand_forms()
    {
        var text = "definition doc {\n relation viewer: " + string.Join(" | ", Enumerable.Repeat("doc", 1001)) + "\n}";
        var exception = Assert.Throws<SchemaException>(() => SchemaCompiler.Compile(text));
        Assert.Contains("relation `viewer` allows more than 1000 forms of subject", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertErrors(SchemaErrorKind kind, string text, string expected)
    {
        var exception = Assert.Throws<SchemaException>(() => SchemaCompiler.Compile(text));
        Assert.Equal(expected, exception.Message);
        Assert.All(exception.Errors, error => Assert.Equal(kind, error.Kind));
    }
}
