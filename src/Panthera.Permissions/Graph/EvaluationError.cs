namespace Panthera.Permissions.Graph;

/// <summary>Why a check could not be decided; a closed set.</summary>
public enum EvaluationError
{
    /// <summary>It was decided.</summary>
    None,

    /// <summary>What it rests on is more than <see cref="EvaluationLimits.MaxDepth"/> steps away.</summary>
    MaximumDepthExceeded,

    /// <summary>It rests on its own absence: a cycle leads through the right side of an exclusion. Reported to clients as the depth error.</summary>
    CycleThroughExclusion,

    /// <summary>A cycle leads through more than <see cref="EvaluationLimits.MaxSubproblems"/> subproblems.</summary>
    TooManySubproblems,
}
