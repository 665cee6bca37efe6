using Panthera.Permissions.Caveats;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Graph;

/// <summary>The values of the caveats that a request met, each evaluated once. Confined to its scope.</summary>
/// <remarks>A value depends on the schema, the stored caveat and the request's context alone: neither on the subject nor on the clock.</remarks>
internal sealed class CaveatLeaves
{
    // Past this the values are forgotten and evaluated again: every relationship may have a context of its own.
    private const int MaxKept = 10_000;

    private readonly Dictionary<StoredCaveat, Verdict> _values = [];
    private CompiledSchema _schema = CompiledSchema.Empty;
    private CaveatContext? _context;

    /// <summary>Forgets everything unless it is about the same schema and context.</summary>
    internal void Bind(CompiledSchema schema, CaveatContext? context)
    {
        if (ReferenceEquals(_schema, schema) && ReferenceEquals(_context, context)) return;
        _schema = schema;
        _context = context;
        if (_values.Count > 0) _values.Clear();
    }

    internal Verdict Of(StoredCaveat caveat)
    {
        if (_values.TryGetValue(caveat, out var value)) return value;
        if (_values.Count >= MaxKept) _values.Clear();
        return _values[caveat] = Evaluate(caveat);
    }

    private Verdict Evaluate(StoredCaveat stored)
    {
        // INVARIANT (fail-closed): a schema that lost a caveat still in use, and an outcome that is not understood, are errors.
        if (!_schema.TryGetCaveat(stored.Name, out var caveat))
            return Verdict.Undecided(Doubt.Of(EvaluationError.CaveatEvaluation, $"the schema defines no caveat `{stored.Name}`"));
        var outcome = caveat.Program.Evaluate(stored.Context, _context);
        return outcome.Kind switch
        {
            CaveatOutcomeKind.True => Verdict.Allowed,
            CaveatOutcomeKind.False => Verdict.Denied,
            CaveatOutcomeKind.Partial => Verdict.Undecided(Doubt.OfMissing(outcome.MissingParameters)),
            _ => Verdict.Undecided(Doubt.Of(ErrorOf(outcome.FailureKind), $"caveat `{stored.Name}`: {outcome.Message}")),
        };
    }

    private static EvaluationError ErrorOf(CaveatFailureKind kind) => kind switch
    {
        CaveatFailureKind.ParameterType => EvaluationError.CaveatParameterType,
        CaveatFailureKind.Cost => EvaluationError.CaveatCost,
        _ => EvaluationError.CaveatEvaluation,
    };
}
