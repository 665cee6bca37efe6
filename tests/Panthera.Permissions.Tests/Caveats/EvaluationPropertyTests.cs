using CsCheck;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Caveats.Cel.Syntax;

namespace Panthera.Permissions.Tests.Caveats;

public sealed class EvaluationPropertyTests
{
    [Fact]
    [Trait("Hazard", "H13")]
    public void What_is_decided_without_some_parameters_is_decided_the_same_way_with_any_value_of_them()
    {
        var (decided, partial, failed) = (0, 0, 0);
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomExpression(seed);
                var program = Compile(random.Condition(4));
                var given = random.Values().Where(_ => random.Flip()).ToDictionary();
                var outcome = program.Evaluate(null, Expression.Context(RandomExpression.Json(given)));
                Assert.DoesNotContain(outcome.MissingParameters, given.ContainsKey);
                switch (outcome.Kind)
                {
                    case CaveatOutcomeKind.Partial:
                        Interlocked.Increment(ref partial);
                        break;
                    case CaveatOutcomeKind.Failed:
                        Interlocked.Increment(ref failed);
                        break;
                    default:
                        Interlocked.Increment(ref decided);
                        for (var i = 0; i < 5; i++)
                        {
                            var all = random.Values().Select(pair => given.TryGetValue(pair.Key, out var value) ? new(pair.Key, value) : pair);
                            Assert.Equal(outcome.Kind, program.Evaluate(Expression.Context(RandomExpression.Json(all)), null).Kind);
                        }

                        break;
                }
            },
            iter: 3_000);
        Assert.True(decided > 500 && partial > 500 && failed > 100, $"decided {decided}, partial {partial}, failed {failed}");
    }

    [Fact]
    public void With_every_parameter_nothing_is_missing()
    {
        var kinds = new int[4];
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomExpression(seed);
                var program = Compile(random.Condition(4));
                Interlocked.Increment(ref kinds[(int)program.Evaluate(Expression.Context(RandomExpression.Json(random.Values())), null).Kind]);
            },
            iter: 3_000);
        Assert.Equal(0, kinds[(int)CaveatOutcomeKind.Partial]);
        Assert.True(kinds[(int)CaveatOutcomeKind.True] > 500 && kinds[(int)CaveatOutcomeKind.False] > 500, string.Join(", ", kinds));
    }

    [Fact]
    public void Giving_the_missing_parameters_again_and_again_leads_to_an_answer() =>
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomExpression(seed);
                var program = Compile(random.Condition(4));
                var values = random.Values();
                var given = new Dictionary<string, string>();
                var outcome = program.Evaluate(null, null);
                while (outcome.Kind == CaveatOutcomeKind.Partial)
                {
                    Assert.NotEmpty(outcome.MissingParameters);
                    Assert.Equal(outcome.MissingParameters.Distinct().Order(StringComparer.Ordinal), outcome.MissingParameters);
                    foreach (var name in outcome.MissingParameters)
                    {
                        given.Add(name, values[name]); // throws if what was given is said to be missing
                    }

                    outcome = program.Evaluate(null, Expression.Context(RandomExpression.Json(given)));
                }
            },
            iter: 3_000);

    [Fact]
    public void It_does_not_matter_which_context_gives_a_parameter() =>
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomExpression(seed);
                var program = Compile(random.Condition(3));
                var values = random.Values();
                var together = program.Evaluate(null, Expression.Context(RandomExpression.Json(values)));
                var (stored, request) = (values.Where(_ => random.Flip()).ToDictionary(), new Dictionary<string, string>(random.Values()));
                foreach (var (name, value) in values.Where(pair => !stored.ContainsKey(pair.Key)))
                {
                    request[name] = value;
                }

                var apart = program.Evaluate(Expression.Context(RandomExpression.Json(stored)), Expression.Context(RandomExpression.Json(request)));
                Assert.Equal(together.ToString(), apart.ToString());
            },
            iter: 3_000);

    [Fact]
    public void What_is_printed_reads_back_as_the_same_expression() =>
        Gen.Int.Select(Gen.OneOf("+", "-", "*", "%", "==", "<", "in", "&&", "||", "? a :").Array[1, 8]).Sample(
            (seed, operators) =>
            {
                var random = new RandomExpression(seed);
                var text = operators.Aggregate(random.Condition(2), (left, operation) =>
                    $"{left} {operation} {(random.Flip() ? "!" : random.Flip() ? "-" : string.Empty)}{(random.Flip() ? random.Condition(1) : "1.5")}");
                CelSyntax syntax;
                try
                {
                    syntax = CelParser.Parse(text, CaveatLimits.Default);
                }
                catch (CelSyntaxException)
                {
                    return; // a sign before the other
                }

                var full = SyntaxPrinter.Full(syntax);
                Assert.Equal(full, SyntaxPrinter.Full(CelParser.Parse(SyntaxPrinter.Minimal(syntax), CaveatLimits.Default)));
                Assert.Equal(full, SyntaxPrinter.Full(CelParser.Parse(full, CaveatLimits.Default)));
            },
            iter: 4_000);

    private static CaveatProgram Compile(string expression)
    {
        var compilation = Expression.Compile(expression, RandomExpression.Parameters);
        Assert.True(compilation.Succeeded, $"{expression}: {string.Join("; ", compilation.Errors)}");
        return compilation.Program;
    }
}
