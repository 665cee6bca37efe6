namespace Panthera.Permissions.Graph;

/// <summary>Why a check could not be decided; a closed set. Where more than one stands in the way, the last of this list is reported.</summary>
public enum EvaluationError
{
    /// <summary>It was decided.</summary>
    None,

    /// <summary>A caveat's expression failed.</summary>
    CaveatEvaluation,

    /// <summary>A caveat took more steps than it may.</summary>
    CaveatCost,

    /// <summary>A context gave a caveat's parameter a value that is not of its type.</summary>
    CaveatParameterType,

    /// <summary>It rests on its own absence: a cycle leads through the right side of an exclusion. Reported to clients as the depth error.</summary>
    CycleThroughExclusion,

    /// <summary>What it rests on is more steps away than the graph's limit, <see cref="EvaluationLimits.MaxDepth"/> unless it was given another.</summary>
    MaximumDepthExceeded,

    /// <summary>A cycle leads through more than <see cref="EvaluationLimits.MaxSubproblems"/> subproblems.</summary>
    TooManySubproblems,
}
