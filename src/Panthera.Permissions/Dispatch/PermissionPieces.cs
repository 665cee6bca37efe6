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

    /// <summary>The way up from a directory, and what is granted along it.</summary>
    Ancestry = 4,

    /// <summary>What a subject is a member of.</summary>
    Memberships = 8,

    /// <summary>The transitive closure of groups.</summary>
    Leopard = 16,

    /// <summary>Bitmaps of what a subject was decided to have.</summary>
    Bitmaps = 32,

    /// <summary>Large bulk checks on several cores.</summary>
    Parallel = 64,

    /// <summary>Answers to costly parts of questions, which different questions share.</summary>
    Subproblems = 128,

    /// <summary>Everything there is.</summary>
    All = Results | Coalescing | Ancestry | Memberships | Leopard | Bitmaps | Parallel | Subproblems,
}
