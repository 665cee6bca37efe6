using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Functions;
using Panthera.Permissions.Caveats.Cel.Patterns;
using Panthera.Permissions.Caveats.Cel.Syntax;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Types;

/// <summary>Finds the overloads that a call may mean, and does beforehand what needs no evaluation.</summary>
internal sealed class CallBinder(Func<int, string, BoundNode> fail)
{
    /// <summary>The most that reading all patterns written out in one expression costs, in instructions: a few megabytes of programs.</summary>
    public const int MaxPatternCost = 100_000;

    /// <summary>What reading the patterns written out cost so far.</summary>
    public int PatternCost { get; private set; }

    public BoundNode Bind(CallSyntax call, List<BoundNode> arguments)
    {
        var isMethod = call.Target is not null;
        var types = new CelType[arguments.Count];
        var nodes = new CelNode[arguments.Count];
        for (var i = 0; i < types.Length; i++)
        {
            (nodes[i], types[i]) = arguments[i];
        }

        var candidates = new List<CelOverload>();
        var isKnown = false;
        foreach (var overload in FunctionLibrary.Find(call.Function))
        {
            isKnown |= overload.IsMethod == isMethod;
            if (overload.IsMethod == isMethod && overload.Accepts(types))
            {
                candidates.Add(overload);
            }
        }

        if (candidates.Count == 0)
        {
            return fail(call.Start, isKnown ? NoOverload(call.Function, isMethod, types) : Unknown(call.Function, isMethod));
        }

        return new(Special(call, nodes) ?? Folded(new CallNode(call.Function, [.. candidates], nodes, call.Start), nodes), ResultOf(candidates));
    }

    private static CelType ResultOf(List<CelOverload> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Result != candidates[0].Result)
            {
                return CelType.Dyn;
            }
        }

        return candidates[0].Result;
    }

    // A pattern or a block of addresses that is written out is read once, and is an error of the expression when it cannot be.
    private CelNode? Special(CallSyntax call, CelNode[] nodes)
    {
        if (nodes is not [_, LiteralNode { Value: { Kind: CelKind.String } literal }])
        {
            return null;
        }

        switch (call.Function)
        {
            case "matches":
                return Match(call, nodes[0], literal.AsString);
            case "in_cidr":
                return CidrBlock.TryParse(literal.AsString, out var block)
                    ? new CidrNode(nodes[0], block, call.Start)
                    : fail(call.Arguments[^1].Start, NetworkFunctions.NotABlock(literal.AsString)).Node;
            default:
                return null;
        }
    }

    // INVARIANT (patterns-bounded): a short text can stand for a large program, so all of an expression's share one bound.
    private CelNode Match(CallSyntax call, CelNode text, string pattern)
    {
        var start = call.Arguments[^1].Start;
        if (PatternCost > MaxPatternCost)
        {
            return new LiteralNode(default); // said already
        }

        var isPattern = PatternCompiler.TryCompile(pattern, out var program, out var error, out var cost);
        PatternCost += cost;
        return PatternCost > MaxPatternCost ? fail(start, $"the patterns up to here have more than {MaxPatternCost} steps together; repeat less").Node
            : isPattern ? new MatchNode(text, program!, call.Start)
            : fail(start, error!).Node;
    }

    // A conversion of a literal, such as `timestamp("2030-01-01T00:00:00Z")`, is done once; one that fails fails when it is run.
    private static CelNode Folded(CallNode call, CelNode[] nodes)
    {
        if (nodes is not [LiteralNode])
        {
            return call;
        }

        var value = call.Evaluate(new CelFrame(0, CaveatLimits.Default.MaxSteps));
        return value.IsAbnormal ? call : new LiteralNode(value);
    }

    private static string NoOverload(string function, bool isMethod, CelType[] types)
    {
        var forms = new List<string>();
        foreach (var overload in FunctionLibrary.Find(function))
        {
            if (overload.IsMethod == isMethod)
            {
                forms.Add(Form(function, isMethod, overload.Parameters));
            }
        }

        return $"there is no `{Form(function, isMethod, types)}`: expected {string.Join(", ", forms.Distinct().Select(form => $"`{form}`"))}";
    }

    private static string Form(string function, bool isMethod, CelType[] types) =>
        isMethod
            ? $"{types[0]}.{function}({string.Join<CelType>(", ", types[1..])})"
            : $"{function}({string.Join<CelType>(", ", types)})";

    private static string Unknown(string function, bool isMethod)
    {
        var other = FunctionLibrary.Find(function).Length > 0
            ? isMethod ? $"; it is called as `{function}(...)`" : $"; it is called on its first argument, `x.{function}(...)`"
            : string.Empty;
        return $"undeclared reference to {(isMethod ? "method" : "function")} `{function}`{other}";
    }
}
