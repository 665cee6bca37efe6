using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage;

namespace Panthera.Permissions.Caching;

/// <summary>Where the checks of one scope find and keep answers while they record what they read. Confined to its scope.</summary>
internal sealed class Recording(ReadLog log)
{
    /// <summary>Reads from which on a subproblem's answer is worth its place: a look-up costs as much as a few.</summary>
    internal const int MinKeptSubproblem = 16;

    private PermissionIndexes _indexes = null!;
    private EvaluationSwitches _switches;
    private PermissionsState? _state;
    private Revision _revision;
    private long _nowTicks;

    // Reads of the largest subproblem kept within the one under way.
    private int _largestKept;

    /// <summary>Begins a check over a published state.</summary>
    internal void Bind(PermissionIndexes indexes, EvaluationSwitches switches, PermissionsState state, Revision revision, long nowTicks)
    {
        _indexes = indexes;
        _switches = switches;
        _state = state;
        _revision = revision;
        _nowTicks = nowTicks;
        _largestKept = 0;
    }

    /// <summary>Finds what a costly subproblem came to in another check, and notes what that rests on.</summary>
    internal bool TryGet(CompiledPermission member, ObjectKey resource, in SubjectKey subject, int maxHeight, out Verdict verdict)
    {
        verdict = default;
        if (member.Identity is not { } identity || (identity.Cost < MinKeptSubproblem && !_switches.KeepsAll) || CacheOf(member) is not { } cache) return false;
        if (!cache.TryGet(new(identity, resource, subject), _revision, _nowTicks, maxHeight, _indexes.Clock, out var answer)) return false;
        log.Note(answer);
        verdict = answer.Verdict;
        return true;
    }

    /// <summary>Begins a subproblem.</summary>
    /// <returns>What to end it with.</returns>
    internal int Begin()
    {
        var outer = _largestKept;
        _largestKept = 0;
        return outer;
    }

    /// <summary>Ends a subproblem, and keeps its answer if it cost much: twice what is kept within it, so that of a long chain a few links are kept and not all.</summary>
    internal void End(CompiledPermission member, ObjectKey resource, in SubjectKey subject, in Verdict verdict, ReadLog.Stretch stretch, int outer)
    {
        var cost = stretch.End - stretch.Start;
        if (CacheOf(member) is { } cache)
        {
            var identity = member.Identity ?? _indexes.Identities.Of(member, _state!);
            identity.Learn(cost);
            if (IsWorthKeeping(cost) && Keep(cache, new(identity, resource, subject), verdict, stretch)) _largestKept = cost;
        }

        _largestKept = Math.Max(_largestKept, outer);
    }

    /// <summary>Keeps an answer with what was read for it.</summary>
    /// <returns>Whether it is one that may be kept: errors and conditions are not.</returns>
    internal bool Keep(AnswerCache cache, in AnswerKey key, in Verdict verdict, ReadLog.Stretch stretch)
    {
        // INVARIANT (fail-closed): what was not decided is decided anew. Of what has no number two may be meant.
        if (verdict.Doubt is not null || key.Resource.Id is ObjectKey.Unknown or ObjectKey.UnknownSubject) return false;
        var clock = _indexes.Clock;
        var cells = log.Collect(stretch, out var scopes);
        cache.Keep(new(key, verdict, _revision, _nowTicks, clock.Since(cells, scopes, _revision), cells, scopes));
        return true;
    }

    private bool IsWorthKeeping(int cost) => (cost >= MinKeptSubproblem && cost >= 2 * _largestKept) || _switches.KeepsAll;

    private AnswerCache? CacheOf(CompiledPermission member)
    {
        if (member.IsUserset) return (_switches.Pieces & PermissionPieces.Memberships) != 0 ? _indexes.Memberships : null;
        return (_switches.Pieces & PermissionPieces.Subproblems) != 0 ? _indexes.Subproblems : null;
    }
}
