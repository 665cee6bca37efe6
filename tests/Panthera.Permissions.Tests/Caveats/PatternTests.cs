using Panthera.Permissions.Caveats;
using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Patterns;

namespace Panthera.Permissions.Tests.Caveats;

public sealed class PatternTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "abc", true)]
    [InlineData("b", "abc", true)]
    [InlineData("^b", "abc", false)]
    [InlineData("^a.c$", "abc", true)]
    [InlineData("^a.c$", "a\nc", false)]
    [InlineData("(?s)^a.c$", "a\nc", true)]
    [InlineData("^a.c$", "a😀c", true)]
    [InlineData("^a..c$", "a😀c", false)]
    [InlineData("c$", "abc\n", false)]
    [InlineData("(?m)c$", "abc\nd", true)]
    [InlineData("(?m)^d", "abc\nd", true)]
    [InlineData("^d", "abc\nd", false)]
    [InlineData("\\Aabc\\z", "abc", true)]
    [InlineData("^(ab|cd)+$", "abcdab", true)]
    [InlineData("^(ab|cd|ef)$", "ef", true)]
    [InlineData("^(ab|cd|)$", "", true)]
    [InlineData("^(|ab)$", "ab", true)]
    [InlineData("^a|b|c$", "xbx", true)]
    [InlineData("^a*$", "", true)]
    [InlineData("^a+$", "", false)]
    [InlineData("^a+?b??$", "aab", true)]
    [InlineData("^a{2}$", "aa", true)]
    [InlineData("^a{2}$", "aaa", false)]
    [InlineData("^a{2,}$", "aaaa", true)]
    [InlineData("^a{2,3}$", "a", false)]
    [InlineData("^a{2,3}$", "aaa", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^a{0}b$", "b", true)]
    [InlineData("^a{0,1}b$", "aab", false)]
    [InlineData("^(a*)*$", "aaa", true)]
    [InlineData("^(a|b*)*c$", "abbac", true)]
    [InlineData("^(?:a?){20}a{20}$", "aaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("a{,2}", "a{,2}", true)]
    [InlineData("^{$", "{", true)]
    [InlineData("^[a-c]+$", "abc", true)]
    [InlineData("^[^a-c]+$", "abd", false)]
    [InlineData("^[^a-c]+$", "déf😀", true)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("^[^]a]$", "b", true)]
    [InlineData("^[a-]$", "-", true)]
    [InlineData("^[-a]$", "-", true)]
    [InlineData("^[\\d_-]+$", "4_-2", true)]
    [InlineData("^[\\D]+$", "ab", true)]
    [InlineData("^[\\W\\d]$", "a", false)]
    [InlineData("^[[:alpha:][:digit:]]+$", "a1", true)]
    [InlineData("^[[:^alpha:]]+$", "a", false)]
    [InlineData("^[[:space:]]$", "\v", true)]
    [InlineData("^\\s$", "\v", false)]
    [InlineData("^\\d\\w\\s$", "1a ", true)]
    [InlineData("^\\d$", "٣", false)]
    [InlineData("^\\w$", "é", false)]
    [InlineData("^\\D\\W\\S$", "a!b", true)]
    [InlineData("\\bfoo\\b", "a foo b", true)]
    [InlineData("\\bfoo\\b", "afoo", false)]
    [InlineData("\\bfoo\\b", "éfoo", true)]
    [InlineData("\\Boo", "foo", true)]
    [InlineData("^\\pL+$", "aé一", true)]
    [InlineData("^\\p{Lu}\\p{Ll}$", "Éa", true)]
    [InlineData("^\\P{Lu}$", "A", false)]
    [InlineData("^\\p{^Lu}$", "a", true)]
    [InlineData("^[\\p{Nd}\\PL]$", "a", false)]
    [InlineData("^[^\\pL]$", "1", true)]
    [InlineData("(?i)^straße$", "STRAßE", true)]
    [InlineData("(?i)^É$", "é", true)]
    [InlineData("(?i)^[a-z]$", "Q", true)]
    [InlineData("(?i)^[^a-z]$", "Q", false)]
    [InlineData("a(?i)b", "aB", true)]
    [InlineData("a(?i:b)c", "aBC", false)]
    [InlineData("((?i)a)b", "AB", false)]
    [InlineData("(?i)a(?-i)b", "AB", false)]
    [InlineData("(?P<name>a)(?<other>b)", "ab", true)]
    [InlineData("^\\x41\\x{1F600}\\101\\0$", "A😀A\0", true)]
    [InlineData("^\\Qa.b*\\E+$", "a.b**", true)]
    [InlineData("^\\.\\*\\\\$", ".*\\", true)]
    [InlineData("^\\a\\f\\n\\r\\t\\v$", "\a\f\n\r\t\v", true)]
    [InlineData("^(?U)a+$", "aa", true)]
    public void Matches(string pattern, string text, bool expected)
    {
        Assert.True(PatternCompiler.TryCompile(pattern, out var program, out var error, out _), error);
        Assert.Equal(expected, PatternMatcher.Matches(new CelFrame(0, 100_000), program, text).IsTrue);
    }

    [Theory]
    [InlineData("(", "a `(` without `)`")]
    [InlineData(")", "a `)` without `(`")]
    [InlineData("[a", "ends too early")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData("a**", "a repetition cannot be repeated")]
    [InlineData("a{2}{3}", "a repetition cannot be repeated")]
    [InlineData("|*", "nothing to repeat")]
    [InlineData("(?i)*", "nothing to repeat")]
    [InlineData("a{1001}", "counts up to 1000")]
    [InlineData("a{3,2}", "counts up to 1000, the smaller number first")]
    [InlineData("(a{1000}){1000}", "more than 10000 steps")]
    [InlineData("(((((a{10}){10}){10}){10}){10}){10}", "more than 10000 steps")]
    [InlineData("[b-a]", "ends before it begins")]
    [InlineData("[[:nothing:]]", "no class of that name")]
    [InlineData("\\p{Greek}", "general categories")]
    [InlineData("\\1", "back references")]
    [InlineData("\\y", "no escape `\\y`")]
    [InlineData("\\", "ends too early")]
    [InlineData("\\x{110000}", "hexadecimal")]
    [InlineData("\\x4", "hexadecimal")]
    [InlineData("(?=a)", "after `(?`")]
    [InlineData("(?!a)", "after `(?`")]
    [InlineData("(?<=a)", "looking behind")]
    [InlineData("(?P<n)a", "looking behind")]
    [InlineData("(?z)", "after `(?`")]
    public void Is_refused(string pattern, string message)
    {
        Assert.False(PatternCompiler.TryCompile(pattern, out _, out var error, out _));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nesting_or_length_without_bound_is_refused()
    {
        Assert.False(PatternCompiler.TryCompile(new string('(', 4_000), out _, out var error, out _));
        Assert.Contains("nests more than 100 groups", error, StringComparison.Ordinal);
        Assert.False(PatternCompiler.TryCompile(new string('a', 5_000), out _, out error, out _));
        Assert.Contains("longer than 4096 characters", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_backtracking_would_never_finish_is_bounded_by_steps()
    {
        var text = new string('a', 20_000);
        var outcome = Expression.Evaluate("s.matches('^(a|a)*(a|a)*(a|a)*b$')", "s string", $$"""{"s": "{{text}}"}""");
        Assert.Equal("false", outcome.ToString());
        outcome = Expression.Evaluate("s.matches('(a|b|c|d|e|f|g|h){100}z')", "s string", $$"""{"s": "{{text}}"}""");
        Assert.Equal(CaveatFailureKind.Cost, outcome.FailureKind);
    }

    [Fact]
    public void A_pattern_from_a_context_is_compiled_when_it_is_met()
    {
        Assert.Equal("true", Expression.Evaluate("s.matches(p) && matches(s, p)", "s string, p string", """{"s": "abc", "p": "^[a-c]+$"}""").ToString());
        var outcome = Expression.Evaluate("s.matches(p)", "s string, p string", """{"s": "abc", "p": "("}""");
        Assert.Equal("failed: caveat `test` failed at line 1, column 3: the pattern `(` cannot be used: there is a `(` without `)`", outcome.ToString());
    }
}
