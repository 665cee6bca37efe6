namespace Panthera.Permissions.Dispatch;

/// <summary>What may stand between a question and the graph. INVARIANT (cache-transparent): with any of them off the answers are the same, only slower.</summary>
[Flags]
public enum PermissionPieces
{
    /// <summary>The graph alone.</summary>
    None = 0,

    /// <summary>Answers kept with the revisions they hold for.</summary>
    Results = 1,

    /// <summary>Joining a computation of the same question that is under way.</summary>
    Coalescing = 2,

    /// <summary>What a subject is a member of.</summary>
    Memberships = 4,

    /// <summary>The transitive closure of groups.</summary>
    Leopard = 8,

    /// <summary>Bitmaps of what a subject was decided to have.</summary>
    Bitmaps = 16,

    /// <summary>Large bulk checks on several cores.</summary>
    Parallel = 32,

    /// <summary>Answers to costly parts of questions, which different questions share.</summary>
    Subproblems = 64,

    /// <summary>Everything there is.</summary>
    All = Results | Coalescing | Memberships | Leopard | Bitmaps | Parallel | Subproblems,
}
