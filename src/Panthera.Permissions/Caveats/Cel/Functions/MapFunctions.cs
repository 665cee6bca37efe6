using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary><c>map.isSubtreeOf(other)</c>: whether the other map has every key of this one, with the same value or a subtree of it.</summary>
internal static class MapFunctions
{
    public static CelOverload[] Overloads { get; } =
    [
        new("isSubtreeOf", true, [CelType.AnyMap, CelType.AnyMap], CelType.Bool, static (frame, arguments) =>
            CelValue.Of(IsSubtree(frame, arguments[0].AsMap, arguments[1].AsMap))),
    ];

    private static bool IsSubtree(CelFrame frame, CelMap part, CelMap whole)
    {
        for (var i = 0; i < part.Count; i++)
        {
            if (!frame.TryCharge(1) || !frame.TryChargeKey(part.Keys[i]) || !whole.TryFind(part.Keys[i], out var found))
            {
                return false;
            }

            var value = part.Values[i];
            var holds = value.Kind == CelKind.Map
                ? found.Kind == CelKind.Map && IsSubtree(frame, value.AsMap, found.AsMap)
                : CelEquality.AreEqual(frame, value, found);
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }
}
