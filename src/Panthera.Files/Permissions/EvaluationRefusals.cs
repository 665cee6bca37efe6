using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files.Permissions;

/// <summary>Turns checks that could not be decided into refusals: denied this once, and never kept.</summary>
internal static class EvaluationRefusals
{
    internal static Outcome<CheckResult> Settle(Outcome<CheckResult> outcome) =>
        outcome.IsAccepted && outcome.Value.Decision == Decision.Error ? Of(outcome.Value) : outcome;

    /// <exception cref="RefusedException">The result is an error.</exception>
    internal static void ThrowIfUndecided(in CheckResult result)
    {
        if (result.Decision == Decision.Error) throw new RefusedException(Of(result));
    }

    private static Refusal Of(in CheckResult result) => result.Error switch
    {
        EvaluationError.TooManySubproblems => new(RefusalCode.LimitExceeded, "the check leads through too many groups to be decided; change the schema or the groups"),
        EvaluationError.CycleThroughExclusion => TooDeep("the check rests on its own absence, which no depth decides; change the schema or the groups"),
        EvaluationError.CaveatParameterType => OfCaveat(PermissionReasons.CaveatParameterTypeError, result),
        EvaluationError.CaveatEvaluation or EvaluationError.CaveatCost => OfCaveat(PermissionReasons.CaveatEvaluationError, result),
        _ => TooDeep("the check leads through more steps than the limit; change the schema or the relationships"),
    };

    private static Refusal OfCaveat(RefusalReason reason, in CheckResult result) => new(RefusalCode.InvalidArgument, result.ErrorDetail) { Reason = reason };

    private static Refusal TooDeep(string message) => new(RefusalCode.FailedPrecondition, message) { Reason = PermissionReasons.MaximumDepthExceeded };
}
