namespace Panthera.Permissions.Graph;

/// <summary>How a check is evaluated, where there is a choice. Only <see cref="MaxDepth"/> may change an answer, and only into an error.</summary>
internal readonly record struct EvaluationSwitches(int Depth, bool ClimbsInGeneral = false, bool LooksFromResourceOnly = false)
{
    /// <summary>Steps to the farthest subproblem that is still looked at.</summary>
    internal int MaxDepth => Depth == 0 ? EvaluationLimits.MaxDepth : Depth;
}
