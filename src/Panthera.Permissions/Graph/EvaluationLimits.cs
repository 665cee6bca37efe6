namespace Panthera.Permissions.Graph;

/// <summary>The bounds of one check.</summary>
/// <remarks>
/// A step goes from a relationship to its userset, or over an arrow; steps up the tree count for nothing. A subproblem's distance is the
/// <em>shortest</em> way to it, so that the answer depends neither on the order of evaluation nor on what is memoized.
/// </remarks>
public static class EvaluationLimits
{
    /// <summary>Steps from the check to the farthest subproblem that is still evaluated, unless the graph is given another bound; the value of existing schemas' engine.</summary>
    public const int MaxDepth = 50;

    /// <summary>The largest bound that a graph takes: the memo keeps distances in 16 bits, and a thousand levels of groups are a mistake.</summary>
    public const int LargestMaxDepth = 1000;

    /// <summary>Subproblems of one cyclic evaluation, which holds them all: about 100 bytes each.</summary>
    public const int MaxSubproblems = 1_000_000;
}
