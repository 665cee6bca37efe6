using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Tests.Caveats;

public sealed class CostTests
{
    private static readonly string Thousand = $$"""{"l": [{{string.Join(',', Enumerable.Range(0, 1_000))}}], "s": "{{new string('a', 25_000)}}", "d": "{{string.Concat(Enumerable.Repeat("0h", 12_000))}}", "n": "{{new string('1', 25_000)}}"}""";

    [Theory]
    [InlineData("l.all(x, l.all(y, l.all(z, x + y + z >= 0)))")]
    [InlineData("l.exists(x, l.exists(y, x + y < 0))")]
    [InlineData("l.exists_one(x, l.exists_one(y, x == y && x < 0))")]
    [InlineData("size(l.map(x, l.map(y, x * y))) > 0")]
    [InlineData("size(l.filter(x, l == l)) > 0")]
    [InlineData("size(l.map(x, l + l)) > 0")]
    [InlineData("l.all(x, -1 in l || true)")]
    [InlineData("l.all(x, s + s != '')")]
    [InlineData("size(l.map(x, s + s + s)) > 0")]
    [InlineData("l.all(x, !s.contains('b'))")]
    [InlineData("l.all(x, !s.matches('b'))")]
    [InlineData("l.all(x, !s.matches(s + 'x') || true)")]
    [InlineData("l.all(x, s.replace('a', 'bbbbbbbb') != '')")]
    [InlineData("l.all(x, size(s.split('')) > 0)")]
    [InlineData("l.all(x, size(s) > 0)")]
    [InlineData("l.all(x, s.reverse() == s)")]
    [InlineData("l.all(x, s <= s)")]
    [InlineData("l.all(x, l.map(y, s).join(s) != '')")]
    [InlineData("l.all(x, bytes(s) == bytes(s))")]
    [InlineData("l.all(x, timestamp(0).getHours('Europe/Berlin') == 1 && false || {'l': l} == {'l': l})")]
    [InlineData("l.all(x, {'l': l}.isSubtreeOf({'l': l}))")]
    [InlineData("l.all(x, duration(d) == duration(d))")]
    [InlineData("l.all(x, double(n) == double(n) || int(n) == 1 || uint(n) == 1u || bool(n) || true)")]
    [InlineData("l.all(x, timestamp(n) == timestamp(n) || ipaddress(n) == ipaddress(n) || true)")]
    [InlineData("l.all(x, ipaddress('::1').in_cidr(n) || true)")]
    [InlineData("l.all(x, n.matches('(a{100}' + '0}){10}b') || true)")]
    [InlineData("l.all(x, l.all(y, {s: 1} == {s: 1}) || {s: {'t': 1}}.isSubtreeOf({s: {}}))")]
    [InlineData("true || l.all(x, l.all(y, true))", true)]
    [InlineData("l.all(x, l.all(y, true)) || true")]
    [InlineData("l.all(x, l.all(y, true)) && false")]
    [InlineData("a || l.all(x, l.all(y, true))")]
    [Trait("Hazard", "H13")]
    public void What_takes_too_long_fails_whatever_stands_beside_it(string expression, bool isCheap = false)
    {
        var outcome = Expression.Evaluate(expression, "l list<int>, s string, a bool, d string, n string", Thousand);
        Assert.Equal(isCheap ? CaveatOutcomeKind.True : CaveatOutcomeKind.Failed, outcome.Kind);
        if (!isCheap)
        {
            Assert.Equal(CaveatFailureKind.Cost, outcome.FailureKind);
            Assert.Equal("caveat `test` takes more than 100000 steps; simplify it or give it less", outcome.Message);
        }
    }

    [Theory]
    [InlineData("l.all(x, x >= 0)")]
    [InlineData("l.map(x, x * 2).filter(x, x > 10).exists(x, x == 12)")]
    [InlineData("s.matches('^a*$') && s.contains('aaa') && size(s) == 25000")]
    public void What_people_write_is_far_below_the_limit(string expression) =>
        Assert.Equal("true", Expression.Evaluate(expression, "l list<int>, s string", Thousand).ToString());

    /// <summary>The steps must stand for the time: each of these once took as long as thousands of conversions do, or of compilations.</summary>
    [Theory]
    [InlineData("duration(d) == duration(d)", 4)]
    [InlineData("n.matches('(a{100}' + '0}){10}b') || true", 10)]
    [InlineData("ipaddress('::1').in_cidr(n) || true", 4)]
    public void Reading_a_text_takes_steps_for_each_of_its_characters(string expression, int most)
    {
        var program = Expression.Compile($"l.all(x, {expression})", "l list<int>, d string, n string").Program!;
        var (few, many) = (string.Join(',', Enumerable.Range(0, 1)), string.Join(',', Enumerable.Range(0, most + 1)));
        string Given(string list) => $$"""{"l": [{{list}}], "d": "{{string.Concat(Enumerable.Repeat("0h", 12_000))}}", "n": "{{new string('1', 24_000)}}"}""";
        Assert.Equal("true", program.Evaluate(null, Expression.Context(Given(few))).ToString());
        Assert.Equal(CaveatFailureKind.Cost, program.Evaluate(null, Expression.Context(Given(many))).FailureKind);
    }

    [Fact]
    public void Patterns_written_out_are_bounded_together()
    {
        Assert.True(Expression.Compile("s.matches('(a{1000}){9}')", "s string").Succeeded);
        Expression.IsRefused(string.Join(" || ", Enumerable.Repeat("s.matches('(a{1000}){9}')", 3_000)), "the patterns up to here have more than 100000 steps together; repeat less", "s string");
        Expression.IsRefused(string.Join(" || ", Enumerable.Repeat("s.matches('(a{1000}){10}b')", 3_000)), "the patterns up to here", "s string");
    }

    [Fact]
    public void The_limit_is_an_option()
    {
        var program = Expression.Compile("l.all(x, x >= 0)", "l list<int>", new CaveatLimits { MaxSteps = 50 }).Program!;
        Assert.Equal(CaveatFailureKind.Cost, program.Evaluate(null, Expression.Context("""{"l": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]}""")).FailureKind);
        Assert.Equal("true", program.Evaluate(null, Expression.Context("""{"l": [1, 2, 3]}""")).ToString());
    }

    [Fact]
    public void Macros_in_macros_hold_on_to_little_memory()
    {
        var program = Expression.Compile(
            "size([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(a, " + string.Concat(Enumerable.Range(0, 20).Select(i => $"[a, a].map(v{i}, ")) + "'x'" + new string(')', 20) + ")) > 0")
            .Program!;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(CaveatFailureKind.Cost, program.Evaluate(null, null).FailureKind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }
}
