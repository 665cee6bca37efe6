using Panthera.Permissions.Caching;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Dispatch;

/// <summary>The way of a check that may cost more than the caches do: what is kept, else what somebody computes just now, else the graph.</summary>
/// <remarks>
/// <para>For questions without a context over a published state; any other goes to the graph alone. INVARIANT (cache-transparent).</para>
/// <para>What a program has cost lately decides: where that is little its checks go to the graph at once, but for one in so many, which looks again.</para>
/// </remarks>
internal readonly ref struct CheckDispatch<TStructure>
    where TStructure : struct, IStructuralRelations
{
    /// <summary>Reads from which on answers are kept: looking one up costs as much as four or five.</summary>
    internal const int MinKept = 8;

    /// <summary>Reads from which on joining costs less than computing: waking a thread takes some microseconds.</summary>
    internal const int MinJoined = 48;

    private const int LookAgainEvery = 64;

    private readonly TenantState _snapshot;
    private readonly PermissionIndexes _indexes;
    private readonly EvaluationSwitches _switches;
    private readonly EvaluationScope _scope;
    private readonly CancellationToken _cancellation;

    internal CheckDispatch(TenantState snapshot, PermissionIndexes indexes, EvaluationSwitches switches, EvaluationScope scope, CancellationToken cancellation)
    {
        _snapshot = snapshot;
        _indexes = indexes;
        _switches = switches;
        _scope = scope;
        _cancellation = cancellation;
    }

    /// <summary>The pieces that are served here.</summary>
    internal const PermissionPieces Served = PermissionPieces.Results | PermissionPieces.Coalescing;

    internal Verdict Decide(in Question<TStructure> question, ObjectKey resource, CompiledPermission permission, bool exists, out PermissionPieces answeredBy)
    {
        answeredBy = PermissionPieces.None;
        var identity = permission.Identity ?? _indexes.Identities.Of(permission, question.State);
        var cost = identity.Cost;
        if (cost is >= 0 and < MinKept && !_switches.KeepsAll && !_scope.IsTurn(LookAgainEvery)) return new CheckEvaluator<TStructure>(question, _scope).Evaluate(resource, permission, exists);

        // Before anything that was kept: a subproblem's answer takes for granted that its resource is there.
        if (!exists && question.IsGone(resource, permission)) return Verdict.Denied;
        var key = new AnswerKey(identity, resource, question.Subject);
        if (TryGet(key, question, out var kept))
        {
            answeredBy = PermissionPieces.Results;
            return kept;
        }

        if ((_switches.Pieces & PermissionPieces.Coalescing) == 0 || (cost is >= 0 and < MinJoined && !_switches.KeepsAll)) return Compute(question, key, permission);
        return Join(question, key, permission, ref answeredBy);
    }

    private bool TryGet(in AnswerKey key, in Question<TStructure> question, out Verdict verdict)
    {
        verdict = default;
        if ((_switches.Pieces & PermissionPieces.Results) == 0) return false;
        if (!_indexes.Results.TryGet(key, _snapshot.Revision, question.NowTicks, question.MaxDepth, _indexes.Clock, out var answer)) return false;
        verdict = answer.Verdict;
        return true;
    }

    private Verdict Join(in Question<TStructure> question, in AnswerKey key, CompiledPermission permission, ref PermissionPieces answeredBy)
    {
        var flightKey = new FlightKey(key, _snapshot, question.MaxDepth, _switches.Off);
        var flights = _indexes.Flights;
        if (flights.Enter(flightKey, question.NowTicks, out var isMine) is not { } flight) return Compute(question, key, permission);
        if (isMine) return Fly(question, key, permission, flightKey, flight, ref answeredBy);

        // INVARIANT (coalesce): it lies after the clock that it was computed by, and ends after the joiner's.
        // An error does not say until when it is one.
        if (!flight.Wait(out var verdict, _cancellation) || question.NowTicks < flight.NowTicks || verdict.Decision == Decision.Error || !Expiry.IsLive(verdict.ExpiresAt, question.NowTicks))
            return Compute(question, key, permission);
        flights.CountJoined();
        answeredBy = PermissionPieces.Coalescing;
        return verdict;
    }

    private Verdict Fly(in Question<TStructure> question, in AnswerKey key, CompiledPermission permission, in FlightKey flightKey, Flight flight, ref PermissionPieces answeredBy)
    {
        try
        {
            // Whoever computed it may have landed between the look-up and the entry.
            if (TryGet(key, question, out var verdict))
            {
                answeredBy = PermissionPieces.Results;
            }
            else
            {
                _indexes.Flights.Computing?.Invoke(flight);
                verdict = Compute(question, key, permission);
            }

            flight.Land(verdict);
            return verdict;
        }
        finally
        {
            _indexes.Flights.Leave(flightKey, flight);
        }
    }

    private Verdict Compute(in Question<TStructure> question, in AnswerKey key, CompiledPermission permission)
    {
        _indexes.Flights.CountComputed();
        var recording = _scope.Recording;
        recording.Bind(_indexes, _switches, question.State, _snapshot.Revision, question.NowTicks);
        var (start, clearings) = (_scope.Reads.Count, _scope.Reads.Clearings);
        var evaluator = new CheckEvaluator<RecordedStructure<TStructure>>(question.Recorded(_scope.Reads), _scope);
        var verdict = evaluator.Evaluate(key.Resource, permission, exists: true);

        // The solver begins the log anew.
        if (_scope.Reads.Clearings != clearings) start = 0;
        var stretch = new ReadLog.Stretch(start, _scope.Reads.Count);
        key.Program.Learn(stretch.End - stretch.Start);
        if ((_switches.Pieces & PermissionPieces.Results) == 0 || (stretch.End - stretch.Start < MinKept && !_switches.KeepsAll)) return verdict;
        recording.Keep(_indexes.Results, key, verdict, stretch);
        return verdict;
    }
}
