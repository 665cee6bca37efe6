using CsCheck;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Patterns;

namespace Panthera.Permissions.Tests.Caveats;

/// <summary>Whatever the expression and the contexts, the answer is a program or errors with a place, and then an outcome.</summary>
public sealed class CaveatFuzzTests
{
    private const string Parameters = "a bool, i int, u uint, d double, s string, y bytes, t timestamp, r duration, ip ipaddress, l list<int>, m map<any>, x any";

    private static readonly string[] Pieces =
    [
        "a", "i", "u", "d", "s", "y", "t", "r", "ip", "l", "m", "x", "q", "true", "false", "null", "in", "has(", "size(", "int(", "string(",
        "duration(", "timestamp(", "dyn(", "type(", ".all(", ".exists(", ".exists_one(", ".map(", ".filter(", "e,", ".contains(", ".matches(",
        ".replace(", ".split(", ".join(", ".substring(", ".indexOf(", ".in_cidr(", ".isSubtreeOf(", ".getHours(", ".x", "0", "1", "-1", "2u", "1.5",
        "9223372036854775807", "''", "'a'", "\"x\"", "'''", "b'\\x00'", "r'\\'", "'\\u12", "'1h'", "'10.0.0.0/8'", "(", ")", "[", "]", "{", "}", ":",
        ",", "?", ".", "+", "-", "*", "/", "%", "!", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "&", "=", "`", "//", "\n", "\r", " ", "😀", "\ud800", "\u0000",
    ];

    private static readonly string[] Expressions =
    [
        "i >= 1 && (s == 'x' || ip.in_cidr('10.0.0.0/8')) && t < timestamp('2030-01-01T00:00:00Z')",
        "l.all(e, e > 0 && l.exists(f, f == e)) || m.x.y == 42 && has(m.z) ? x == [1, {'k': b\"v\"}] : size(s + 'a') > 2",
        "s.matches('^(a|b)*[^c-e]{2,3}$') && s.split(',').map(p, p != '', p.trim().lowerAscii()).join('-') == 'a-b' && r + duration('1h') > r",
        "m.isSubtreeOf({'a': {'b': 1u}}) && t.getHours('Europe/Berlin') in [8, 9, 10] && !(d / 2.0 > -1.5e3) && y == b'\\xff'",
    ];

    private static readonly CaveatContext Full = Expression.Context(
        """
        {"a": true, "i": 1, "u": 2, "d": 0.5, "s": "a,b", "y": "AP8=", "t": "2024-01-01T09:00:00Z", "r": "1h", "ip": "10.0.0.1", "l": [1, 2, 3],
         "m": {"x": {"y": 42}, "z": null}, "x": [1, {"k": "v"}]}
        """);

    private static readonly string[] Values =
    [
        "null", "true", "1", "-1", "1.5", "1e300", "\"\"", "\"a\"", "\"1h\"", "\"10.0.0.1\"", "\"2024-01-01T09:00:00Z\"", "\"AP8=\"", "[]", "[1, \"a\", [null]]",
        "{}", "{\"x\": {\"y\": []}}",
    ];

    [Fact]
    public void A_soup_of_tokens_never_breaks_the_compiler_or_the_program()
    {
        var compiled = 0;
        Gen.OneOf(Pieces).Array[0, 40].Select(string.Concat).Sample(text => Count(text, ref compiled), iter: 6_000);
        Gen.OneOf(Pieces).Array[0, 12].Select(soup => $"({string.Join(' ', soup)}) == x").Sample(text => Count(text, ref compiled), iter: 6_000);
        Assert.True(compiled > 100, $"only {compiled} compiled");
    }

    [Fact]
    public void An_expression_with_parts_cut_and_pasted_never_breaks_the_compiler_or_the_program()
    {
        var compiled = 0;
        Gen.Select(Gen.OneOf(Expressions), Gen.Select(Gen.Double.Unit, Gen.Int[0, 6], Gen.OneOf([.. Pieces, ""])).Array[1, 3])
            .Select((expression, edits) => edits.Aggregate(expression, Edit))
            .Sample(text => Count(text, ref compiled), iter: 6_000);
        Assert.True(compiled > 60, $"only {compiled} compiled");
    }

    [Fact]
    public void Any_characters_never_break_the_compiler()
    {
        var compiled = 0;
        Gen.Char.Array[0, 60].Select(text => new string(text)).Sample(text => Count(text, ref compiled), iter: 10_000);
    }

    [Fact]
    public void Contexts_of_any_types_never_break_a_program()
    {
        var programs = Expressions.Select(expression => Expression.Compile(expression, Parameters).Program!).ToArray();
        Assert.DoesNotContain(null, programs);
        string[] names = ["a", "i", "u", "d", "s", "y", "t", "r", "ip", "l", "m", "x", "other"];
        var failures = 0;
        Gen.Select(Gen.OneOf(programs), Gen.Select(Gen.OneOf(names), Gen.OneOf(Values)).Array[0, 8]).Sample(
            (program, pairs) =>
            {
                var context = Expression.Context($"{{{string.Join(", ", pairs.DistinctBy(pair => pair.Item1).Select(pair => $"\"{pair.Item1}\": {pair.Item2}"))}}}");
                var outcome = program.Evaluate(context, Full);
                Assert.NotEqual(CaveatOutcomeKind.Partial, outcome.Kind);
                Assert.Equal(outcome.Kind == CaveatOutcomeKind.Failed, outcome.Message.Length > 0);
                if (program.ValidateContext(context) is not null)
                {
                    Interlocked.Increment(ref failures);
                }
                else
                {
                    Assert.NotEqual(CaveatFailureKind.ParameterType, outcome.FailureKind);
                }
            },
            iter: 6_000);
        Assert.True(failures > 500, $"only {failures} contexts were of wrong types");
    }

    [Fact]
    public void Any_bytes_are_a_context_or_an_error()
    {
        string[] pieces = ["{", "}", "[", "]", "\"", ":", ",", "\"a\"", "1", "-", "e9", "true", "null", "\\u0041", "\\", " ", "{\"a\":", "é"];
        Gen.OneOf(pieces).Array[0, 20].Select(string.Concat).Sample(
            text =>
            {
                var isParsed = CaveatContext.TryParse(text, out var context, out var error);
                Assert.Equal(isParsed, error is null);
                Assert.True(!isParsed || context!.Equals(Expression.Context(context.ToString())));
            },
            iter: 10_000);
        Gen.Byte.Array[0, 40].Sample(bytes => CaveatContext.TryParse(bytes, out _, out var error) == error is null, iter: 10_000);
    }

    [Fact]
    public void A_pattern_never_breaks_its_compiler_and_takes_bounded_steps()
    {
        string[] pieces =
        [
            "a", "b", ".", "*", "+", "?", "{2}", "{0,3}", "{3,}", "|", "(", ")", "(?:", "(?i)", "(?P<n>", "[", "]", "[^", "-", "\\", "\\d", "\\b", "\\pL", "\\p{", "}", "^", "$", "[:alpha:]", "\\Q", "\\E",
            "\\x41", "😀", "\ud800",
        ];
        var compiled = 0;
        Gen.OneOf(pieces).Array[0, 20].Select(string.Concat).Sample(
            pattern =>
            {
                if (PatternCompiler.TryCompile(pattern, out var program, out var error, out _))
                {
                    Interlocked.Increment(ref compiled);
                    var frame = new CelFrame(0, 1_000_000);
                    Assert.False(PatternMatcher.Matches(frame, program, "abab aabb AB 12 \n😀").IsAbnormal);
                    Assert.False(frame.IsExhausted);
                }
                else
                {
                    Assert.NotEmpty(error);
                }
            },
            iter: 6_000);
        Assert.True(compiled > 500, $"only {compiled} compiled");
    }

    private static string Edit(string text, (double At, int Length, string Piece) edit)
    {
        var at = (int)(edit.At * text.Length);
        var end = Math.Min(text.Length, at + edit.Length);
        return text[..at] + edit.Piece + text[end..];
    }

    private static void Count(string text, ref int compiled)
    {
        var compilation = Expression.Compile(text, Parameters);
        if (!compilation.Succeeded)
        {
            Assert.NotEmpty(compilation.Errors);
            Assert.All(compilation.Errors, error => Assert.InRange(error.Offset, 0, text.Length));
            return;
        }

        Interlocked.Increment(ref compiled);
        Assert.NotEqual(CaveatOutcomeKind.Partial, compilation.Program.Evaluate(Full, null).Kind);
        Assert.Equal(compilation.Program.Evaluate(null, null).ToString(), compilation.Program.Evaluate(null, CaveatContext.Empty).ToString());
    }
}
