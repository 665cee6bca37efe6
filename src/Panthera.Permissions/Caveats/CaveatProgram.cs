using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats;

/// <summary>A caveat's expression, compiled: immutable and safe to evaluate from any thread.</summary>
public sealed class CaveatProgram
{
    private CaveatProgram(string name, ImmutableArray<CaveatParameter> parameters)
    {
        Name = name;
        Parameters = parameters;
    }

    /// <summary>The caveat's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The parameters, in the order they were declared.</summary>
    public ImmutableArray<CaveatParameter> Parameters { get; }

    /// <summary>The parameters that the expression never uses, in the order they were declared.</summary>
    public ImmutableArray<CaveatParameter> UnusedParameters { get; } = [];

    /// <summary>Compiles a caveat's expression.</summary>
    /// <param name="name">The caveat's name, for messages.</param>
    /// <param name="parameters">The parameters its expression may use.</param>
    /// <param name="expression">The expression, whose type must be bool.</param>
    /// <param name="limits">What it may cost; the defaults when null.</param>
    public static CaveatCompilation Compile(
        string name, IReadOnlyList<CaveatParameter> parameters, string expression, CaveatLimits? limits = null)
    {
        _ = new CaveatProgram(name, [.. parameters]);
        _ = limits;
        var error = new CaveatError($"cannot compile `{expression}`: expressions are not supported yet", 0, 1, 1);
        return new CaveatCompilation(null, [error]);
    }

    /// <summary>Evaluates the caveat.</summary>
    /// <param name="stored">The context written with the relationship, which wins; null when there is none.</param>
    /// <param name="request">The context of the request; null when there is none. Names that are no parameters are ignored.</param>
    public CaveatOutcome Evaluate(CaveatContext? stored, CaveatContext? request) =>
        CaveatOutcome.Failed(CaveatFailureKind.Evaluation, $"caveat `{Name}` cannot be evaluated: expressions are not supported yet");

    /// <summary>Says what is wrong with a context that is to be stored with a relationship of this caveat.</summary>
    /// <param name="context">The context.</param>
    /// <returns>What is wrong: a name that is no parameter, or a value of another type; null when nothing is.</returns>
    public string? ValidateContext(CaveatContext context) =>
        $"caveat `{Name}` cannot take {context}: expressions are not supported yet";
}
