namespace Panthera.Permissions.Caveats;

/// <summary>What a caveat's expression may cost.</summary>
/// <remarks>Exceeding a limit is an error naming it, never an answer.</remarks>
public sealed record CaveatLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static CaveatLimits Default { get; } = new();

    /// <summary>The longest expression in characters. A page of text is 3,000; machines write longer ones.</summary>
    public int MaxExpressionLength { get; init; } = 100_000;

    /// <summary>The most operands, operators, calls and literals of an expression, which bounds the memory of its program.</summary>
    public int MaxNodes { get; init; } = 16_384;

    /// <summary>How deeply an expression may nest, which bounds the stack of whatever walks it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 250, which the smallest stacks would not hold.</exception>
    public int MaxDepth
    {
        get;
        init => field = value <= 250 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "an expression nests at most 250 levels");
    }
        = 200;

    /// <summary>
    /// The most steps of one evaluation: a step is an operation inside a macro's iteration, an element compared or copied, or eight
    /// characters of text. A hundred thousand take a few milliseconds and can hold on to a few megabytes.
    /// </summary>
    public int MaxSteps { get; init; } = 100_000;
}
