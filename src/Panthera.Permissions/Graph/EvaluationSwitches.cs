using Panthera.Permissions.Dispatch;

namespace Panthera.Permissions.Graph;

/// <summary>How questions are answered, where there is a choice. Only <see cref="MaxDepth"/> and <see cref="MaxExcluded"/> may change an answer, and only into an error.</summary>
internal readonly record struct EvaluationSwitches(int Depth, bool ClimbsInGeneral = false, bool LooksFromResourceOnly = false, int SearchBound = 0, int ExclusionBound = 0, int DescentBound = 0, PermissionPieces Off = PermissionPieces.None, bool KeepsAll = false)
{
    /// <summary>The pieces that may answer.</summary>
    internal PermissionPieces Pieces => PermissionPieces.All & ~Off;

    /// <summary>Whether a program's answers may be kept: those of all, whatever they cost, where that is asked for.</summary>
    internal bool MayKeep(CompiledPermission permission) => permission.MayBeKept || KeepsAll;

    /// <summary>Steps to the farthest subproblem that is still looked at.</summary>
    internal int MaxDepth => Depth == 0 ? EvaluationLimits.MaxDepth : Depth;

    /// <summary>Candidates that a look-up holds at a time.</summary>
    internal int MaxCandidates => SearchBound == 0 ? LookupLimits.MaxCandidates : SearchBound;

    /// <summary>Other objects that a look-up's search passes through.</summary>
    internal int MaxReached => SearchBound == 0 ? LookupLimits.MaxReached : SearchBound;

    /// <summary>Subjects that a wildcard's result may except.</summary>
    internal int MaxExcluded => ExclusionBound == 0 ? LookupLimits.MaxExcluded : ExclusionBound;
}
