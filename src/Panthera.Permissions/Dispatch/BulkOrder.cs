using System.Runtime.InteropServices;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Dispatch;

/// <summary>The order in which a bulk check asks its questions: those about one subject in one context in a row, since they share what they rest on.</summary>
internal static class BulkOrder
{
    /// <summary>Orders questions by subject and context, as each first comes.</summary>
    /// <param name="items">The questions.</param>
    /// <returns>Their places, in the order to ask them.</returns>
    internal static int[] Of(IReadOnlyList<CheckItem> items)
    {
        var groups = new int[items.Count];
        List<int> sizes = [];
        Dictionary<(SubjectReference, CaveatContext?), int> known = [];
        (SubjectReference Subject, CaveatContext? Context, int Group) last = default;
        for (var i = 0; i < groups.Length; i++)
        {
            var item = items[i];
            if (!ReferenceEquals(item.Subject, last.Subject) || !ReferenceEquals(item.Context, last.Context))
            {
                ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(known, (item.Subject, item.Context), out var exists);
                if (!exists)
                {
                    group = sizes.Count;
                    sizes.Add(0);
                }

                last = (item.Subject, item.Context, group);
            }

            groups[i] = last.Group;
            sizes[last.Group]++;
        }

        return Place(groups, sizes);
    }

    private static int[] Place(int[] groups, List<int> sizes)
    {
        var places = new int[sizes.Count];
        for (var i = 1; i < places.Length; i++) places[i] = places[i - 1] + sizes[i - 1];
        var order = new int[groups.Length];
        for (var i = 0; i < groups.Length; i++) order[places[groups[i]]++] = i;
        return order;
    }
}
