using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary><c>{key: value}</c>.</summary>
internal sealed class MapNode(CelNode[] keys, CelNode[] values, int offset) : CelNode
{
    public override CelValue Evaluate(CelFrame frame)
    {
        var (builtKeys, builtValues) = (new CelValue[keys.Length], new CelValue[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i].Evaluate(frame);
            if (key.IsAbnormal)
            {
                return key;
            }

            if (!CelMap.CanBeKey(key))
            {
                return CelValue.Fail($"{TypeNames.WithArticle(key.Kind)} cannot be a key", offset);
            }

            builtKeys[i] = key;
            builtValues[i] = values[i].Evaluate(frame);
            if (builtValues[i].IsAbnormal)
            {
                return builtValues[i];
            }
        }

        return CelMap.TryBuild(builtKeys, builtValues) is { } map ? CelValue.Of(map) : CelValue.Fail("a map has a key twice", offset);
    }
}
