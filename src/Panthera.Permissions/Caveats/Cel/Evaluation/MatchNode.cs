using Panthera.Permissions.Caveats.Cel.Patterns;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>text.matches(pattern)</c> of a pattern known when the expression was compiled.</summary>
internal sealed class MatchNode(CelNode text, PatternProgram pattern, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var value = text.Evaluate(frame);
        return value.IsAbnormal ? value
            : value.Kind == CelKind.String ? PatternMatcher.Matches(frame, pattern, value.AsString).At(offset)
            : CelValue.Fail($"`matches` takes a string: found {TypeNames.WithArticle(value.Kind)}", offset);
    }
}
