using Google.Protobuf.WellKnownTypes;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using CaveatResult = Panthera.Protocol.V1.CaveatEvalInfo.Types.Result;
using PermissionType = Panthera.Protocol.V1.CheckDebugTrace.Types.PermissionType;
using Permissionship = Panthera.Protocol.V1.CheckDebugTrace.Types.Permissionship;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>Explanations as debug traces.</summary>
/// <remarks>A trace shows what decided, not everything that a plain evaluation would look at: of what is allowed one way that grants, and nothing of durations or
/// caches. Operators of a permission are not steps of their own: what they combine stands under the permission.</remarks>
internal static class Traces
{
    internal static Wire.DebugInformation ToTrace(this Explanation explanation, CompiledSchema schema, CheckItem question)
    {
        var root = Trace(schema, explanation.Root, question);
        // The question itself is the first step, also where its answer is a single relationship.
        root.Resource = question.Resource.ToWire();
        root.Permission = question.Permission;
        root.PermissionType = TypeOf(schema, question.Resource.Type, question.Permission);
        root.Subject = question.Subject.ToWire();
        root.Result = ResultOf(explanation.Result.Decision);
        return new() { Check = root, SchemaUsed = schema.Text };
    }

    private static Wire.CheckDebugTrace Trace(CompiledSchema schema, ExplanationStep step, CheckItem question)
    {
        var trace = new Wire.CheckDebugTrace
        {
            Resource = step.Resource.ToWire(),
            Permission = step.Relation,
            PermissionType = TypeOf(schema, step.Resource.Type, step.Relation),
            Subject = (step.Subject ?? question.Subject).ToWire(),
            Result = ResultOf(step.Decision),
            OptionalExpiresAt = step.ExpiresAt.ToTimestamp(),
            CaveatEvaluationInfo = ToEvaluation(schema, step.Caveat, question.Context),
            Source = "explanation",
        };
        var below = new Wire.CheckDebugTrace.Types.SubProblems();
        foreach (var inner in step.Steps) Add(schema, inner, question, below);
        if (below.Traces.Count > 0) trace.SubProblems = below;
        else trace.WasCachedResult = false;
        return trace;
    }

    private static void Add(CompiledSchema schema, ExplanationStep step, CheckItem question, Wire.CheckDebugTrace.Types.SubProblems into)
    {
        if (step.Kind is not (ExplanationKind.Intersection or ExplanationKind.Exclusion))
        {
            into.Traces.Add(Trace(schema, step, question));
            return;
        }

        foreach (var operand in step.Steps) Add(schema, operand, question, into);
    }

    private static Wire.CaveatEvalInfo? ToEvaluation(CompiledSchema schema, ExplainedCaveat? explained, CaveatContext? context)
    {
        if (explained is null) return null;
        var info = new Wire.CaveatEvalInfo
        {
            CaveatName = explained.Caveat.Name,
            Expression = schema.TryGetCaveat(explained.Caveat.Name, out var caveat) ? caveat.ExpressionText : "",
            Context = Given(explained.Caveat.Context, context),
            Result = explained.Decision switch
            {
                Decision.Allowed => CaveatResult.True,
                Decision.Denied => CaveatResult.False,
                Decision.Conditional => CaveatResult.MissingSomeContext,
                _ => CaveatResult.Unevaluated,
            },
        };
        if (explained.MissingContext.Count == 0) return info;
        info.PartialCaveatInfo = new();
        info.PartialCaveatInfo.MissingRequiredContext.Add(explained.MissingContext);
        return info;
    }

    /// <summary>What the caveat was given: what is stored wins.</summary>
    private static Struct Given(CaveatContext? stored, CaveatContext? request)
    {
        var given = (request ?? CaveatContext.Empty).ToStruct();
        foreach (var (name, value) in (stored ?? CaveatContext.Empty).ToStruct().Fields) given.Fields[name] = value;
        return given;
    }

    private static PermissionType TypeOf(CompiledSchema schema, string type, string member) =>
        schema.TryGetDefinition(type, out var definition) && definition.TryGetMember(member, out var found)
            ? found is Relation ? PermissionType.Relation : PermissionType.Permission
            : PermissionType.Unspecified;

    private static Permissionship ResultOf(Decision decision) => decision switch
    {
        Decision.Allowed => Permissionship.HasPermission,
        Decision.Conditional => Permissionship.ConditionalPermission,
        Decision.Denied => Permissionship.NoPermission,
        _ => Permissionship.Unspecified,
    };
}
