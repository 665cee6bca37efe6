using Panthera.Permissions.Caching;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Leopard;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Graph;

/// <summary>What the checks of one request share: the subproblems already decided. Rent one for a check, a bulk check or a list; dispose it after.</summary>
/// <remarks>
/// Confined to one thread at a time. It knows the snapshot, clock, subject and context it holds answers for, and empties itself when given others:
/// checking many resources for one subject in a row is what it is for.
/// </remarks>
public sealed class EvaluationScope : IDisposable
{
    // One kept per thread: a check rents and returns on the thread it runs on, and more are left to the collector.
    [ThreadStatic]
    private static EvaluationScope? t_pooled;

    // Past this, a long list starts afresh between two of its items: 100,000 subproblems are about 5 MB.
    private const int MaxKept = 100_000;

    private TenantState? _snapshot;
    private long _nowTicks;
    private SubjectKey _subject;
    private CaveatContext? _context;
    private int _maxDepth;
    private int _turns;
    private PermissionPieces _pieces;

    private EvaluationScope()
    {
        Recording = new(Reads);
    }

    internal SubproblemMemo Memo { get; } = new();

    /// <summary>What the checks that are to be kept have read.</summary>
    internal ReadLog Reads { get; } = new();

    /// <summary>Where answers are kept, while checks record.</summary>
    internal Recording Recording { get; }

    /// <summary>The caveats evaluated already, in the context that the scope is bound to.</summary>
    internal CaveatLeaves Leaves { get; } = new();

    /// <summary>What the subject is in, by the closure of groups.</summary>
    internal SubjectUsersets Usersets { get; } = new();

    /// <summary>The ancestors of the files being evaluated from the top down, as a stack.</summary>
    internal List<ulong> Ancestors { get; } = [];

    /// <summary>Takes an empty scope from the pool.</summary>
    public static EvaluationScope Rent()
    {
        var scope = t_pooled ?? new();
        t_pooled = null;
        return scope;
    }

    /// <summary>Returns it to the pool; it must not be used any more.</summary>
    public void Dispose()
    {
        Reset();
        Leaves.Bind(CompiledSchema.Empty, null);
        t_pooled = this;
    }

    /// <summary>Whether it is the turn of something that is done once in so many checks; a power of two.</summary>
    internal bool IsTurn(int every) => (++_turns & (every - 1)) == 0;

    internal void Reset()
    {
        _snapshot = null;
        _context = null;
        Memo.Clear();
        Ancestors.Clear();
        Reads.Clear();
        Usersets.Reset(null);
    }

    /// <summary>Empties the scope unless what it holds is about the same question.</summary>
    internal void Bind(TenantState snapshot, long nowTicks, in SubjectKey subject, CaveatContext? context, int maxDepth, PermissionPieces pieces)
    {
        if (ReferenceEquals(_snapshot, snapshot) && _nowTicks == nowTicks && _subject == subject && ReferenceEquals(_context, context)
            && _maxDepth == maxDepth && _pieces == pieces && Memo.Count < MaxKept && Reads.Count < ReadLog.MaxEntries) return;
        Reset();
        Leaves.Bind(snapshot.Of(PermissionsRoom.Instance).Schema, context);
        _context = context;
        _maxDepth = maxDepth;
        _pieces = pieces;
        if ((pieces & PermissionPieces.Leopard) != 0) Usersets.Reset(snapshot);
        _snapshot = snapshot;
        _nowTicks = nowTicks;
        _subject = subject;
    }
}
