using System.Collections.Immutable;
using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Syntax;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats;

/// <summary>A caveat's expression in the Common Expression Language, compiled: immutable and safe to evaluate from any thread.</summary>
/// <remarks>Evaluating reads no clock, no file and no state: the same contexts always come to the same outcome.</remarks>
public sealed class CaveatProgram
{
    /// <summary>How many parameters a caveat has at most: missing ones are counted in 64 bits.</summary>
    public const int MaxParameters = 64;

    private readonly CelNode _condition;
    private readonly string _expression;
    private readonly CaveatLimits _limits;
    private readonly int _slots;

    private CaveatProgram(
        string name, ImmutableArray<CaveatParameter> parameters, string expression, CaveatLimits limits, CelNode condition, CelScope scope, int patternCost)
    {
        Name = name;
        Parameters = parameters;
        UnusedParameters = [.. parameters.Where((_, i) => ((scope.Used >> i) & 1) == 0)];
        _expression = expression;
        _limits = limits;
        _condition = condition;
        _slots = scope.SlotCount;
        PatternCost = patternCost;
    }

    /// <summary>The caveat's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The parameters, in the order they were declared.</summary>
    public ImmutableArray<CaveatParameter> Parameters { get; }

    /// <summary>The parameters that the expression never uses, in the order they were declared.</summary>
    public ImmutableArray<CaveatParameter> UnusedParameters { get; }

    /// <summary>The size of the patterns written out in the expression, in instructions; never less than what they hold in memory.</summary>
    internal int PatternCost { get; }

    /// <summary>Compiles a caveat's expression.</summary>
    /// <param name="name">The caveat's name, for messages.</param>
    /// <param name="parameters">The parameters its expression may use.</param>
    /// <param name="expression">The expression, whose type must be bool.</param>
    /// <param name="limits">What it may cost; the defaults when null.</param>
    public static CaveatCompilation Compile(
        string name, IReadOnlyList<CaveatParameter> parameters, string expression, CaveatLimits? limits = null)
    {
        limits ??= CaveatLimits.Default;
        if (Refusal(parameters, expression, limits) is { } refusal)
        {
            return new CaveatCompilation(null, [new CaveatError(refusal, 0, 1, 1)]);
        }

        try
        {
            var syntax = CelParser.Parse(expression, limits);
            var scope = new CelScope([.. parameters]);
            var binder = new CelBinder(scope);
            var condition = binder.BindCondition(syntax);
            return binder.Errors.IsEmpty
                ? new CaveatCompilation(new CaveatProgram(name, [.. parameters], expression, limits, condition, scope, binder.PatternCost), [])
                : new CaveatCompilation(null, [.. binder.Errors.OrderBy(e => e.Offset).Select(e => ErrorAt(expression, e.Offset, e.Message))]);
        }
        catch (CelSyntaxException exception)
        {
            return new CaveatCompilation(null, [ErrorAt(expression, exception.Offset, exception.Message)]);
        }
    }

    /// <summary>Evaluates the caveat.</summary>
    /// <param name="stored">The context written with the relationship, which wins; null when there is none.</param>
    /// <param name="request">The context of the request; null when there is none. Names that are no parameters are ignored.</param>
    public CaveatOutcome Evaluate(CaveatContext? stored, CaveatContext? request)
    {
        var frame = new CelFrame(_slots, _limits.MaxSteps);
        for (var i = 0; i < Parameters.Length; i++)
        {
            var parameter = Parameters[i];
            if (!(stored is not null && stored.TryGetValue(parameter.Name, out var given))
                && !(request is not null && request.TryGetValue(parameter.Name, out given)))
            {
                frame.Slots[i] = CelValue.Unknown(1UL << i);
            }
            else if (!ParameterReader.TryRead(parameter.Type, given, out frame.Slots[i], out var problem))
            {
                return CaveatOutcome.Failed(CaveatFailureKind.ParameterType, WrongType(parameter, problem));
            }
        }

        var value = _condition.Evaluate(frame);
        return frame.IsExhausted
            ? CaveatOutcome.Failed(CaveatFailureKind.Cost, $"caveat `{Name}` takes more than {_limits.MaxSteps} steps; simplify it or give it less")
            : Outcome(value);
    }

    /// <summary>Says what is wrong with a context that is to be stored with a relationship of this caveat.</summary>
    /// <param name="context">The context.</param>
    /// <returns>What is wrong: a name that is no parameter, or a value of another type; null when nothing is.</returns>
    public string? ValidateContext(CaveatContext context)
    {
        foreach (var (name, given) in context.Members)
        {
            var parameter = Parameters.FirstOrDefault(parameter => parameter.Name == name);
            if (parameter is null)
            {
                var names = string.Join(", ", Parameters.Select(parameter => $"`{parameter.Name}`"));
                return $"caveat `{Name}` has no parameter `{Excerpt.Of(name)}`; it has {(names.Length > 0 ? names : "none")}";
            }

            if (!ParameterReader.TryRead(parameter.Type, given, out _, out var problem))
            {
                return WrongType(parameter, problem);
            }
        }

        return null;
    }

    private static string? Refusal(IReadOnlyList<CaveatParameter> parameters, string expression, CaveatLimits limits)
    {
        var twice = parameters.GroupBy(parameter => parameter.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return parameters.Count > MaxParameters ? $"a caveat has at most {MaxParameters} parameters: found {parameters.Count}"
            : twice is not null ? $"parameter `{twice.Key}` is declared twice"
            : expression.Length > limits.MaxExpressionLength ? $"the expression is longer than {limits.MaxExpressionLength} characters; split it"
            : null;
    }

    private static CaveatError ErrorAt(string expression, int offset, string message)
    {
        var (line, column) = LineAndColumn(expression, offset);
        return new CaveatError(message, offset, line, column);
    }

    private static (int Line, int Column) LineAndColumn(string expression, int offset)
    {
        var before = expression.AsSpan(0, Math.Clamp(offset, 0, expression.Length));
        var lineStart = before.LastIndexOf('\n') + 1;
        var column = 1;
        foreach (var _ in before[lineStart..].EnumerateRunes())
        {
            column++;
        }

        return (before.Count('\n') + 1, column);
    }

    private CaveatOutcome Outcome(CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Bool:
                return value.IsTrue ? CaveatOutcome.True : CaveatOutcome.False;
            case CelKind.Unknown:
                return CaveatOutcome.Partial(Missing(value.UnknownMask));
            case CelKind.Error:
                var error = value.AsError;
                var (line, column) = LineAndColumn(_expression, error.Offset);
                return CaveatOutcome.Failed(
                    CaveatFailureKind.Evaluation, $"caveat `{Name}` failed at line {line}, column {column}: {error.Message}");
            default:
                return CaveatOutcome.Failed(
                    CaveatFailureKind.Evaluation, $"caveat `{Name}` came to {TypeNames.WithArticle(value.Kind)} instead of a bool");
        }
    }

    private ImmutableArray<string> Missing(ulong mask)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < Parameters.Length; i++)
        {
            if (((mask >> i) & 1) != 0)
            {
                names.Add(Parameters[i].Name);
            }
        }

        names.Sort(StringComparer.Ordinal);
        return names.ToImmutable();
    }

    private string WrongType(CaveatParameter parameter, string? problem) =>
        $"caveat `{Name}` takes parameter `{parameter.Name}` of type {parameter.Type}: {problem}";
}
