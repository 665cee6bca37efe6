namespace Panthera.Cli.Bench.Leopard;

/// <summary>Users in groups in groups, made from a seed: a few levels of groups, one group of all, and each user in some groups directly.</summary>
internal sealed class GroupData
{
    private readonly int[][] _parents;

    private GroupData(int[][] parents, string[] links, string[] memberships, double transitive)
    {
        _parents = parents;
        Links = links;
        Memberships = memberships;
        MedianTransitive = transitive;
    }

    /// <summary>The relationships from group to group.</summary>
    internal string[] Links { get; }

    /// <summary>The relationships from user to group.</summary>
    internal string[] Memberships { get; }

    /// <summary>In how many groups half of the users are, one way or another.</summary>
    internal double MedianTransitive { get; }

    /// <summary>Group 0 is the one of all; a twentieth of the others stand in it, and each of the rest in one or two of those, or below.</summary>
    internal static GroupData Make(int users, int groups, int seed)
    {
        var random = new Random(seed);
        var top = Math.Max(2, groups / 20);
        var middle = Math.Max(top + 1, groups / 3);
        var parents = new int[groups][];
        parents[0] = [];
        for (var group = 1; group < groups; group++)
        {
            var (first, last) = group < top ? (0, 1) : group < middle ? (1, top) : (top, middle);
            var one = random.Next(first, last);
            var other = group % 3 == 0 ? random.Next(first, last) : one;
            parents[group] = one == other ? [one] : [one, other];
        }

        List<string> links = [];
        for (var group = 1; group < groups; group++) links.AddRange(parents[group].Select(parent => Link(parent, group)));
        List<string> memberships = [];
        List<int> counts = [];
        for (var user = 0; user < users; user++)
        {
            HashSet<int> direct = [];
            var count = random.Next(2, 9);
            while (direct.Count < Math.Min(count, groups - 1)) direct.Add(random.Next(1, groups));
            memberships.AddRange(direct.Select(group => $"group:g{group}#direct_member@user:u{user}"));
            counts.Add(Containing(parents, direct).Count);
        }

        counts.Sort();
        return new(parents, [.. links], [.. memberships], counts[counts.Count / 2]);
    }

    internal static string Link(int parent, int group) => $"group:g{parent}#direct_member@group:g{group}#member";

    /// <summary>The relationship by which a group is in the first of the groups above it.</summary>
    internal string LinkOf(int group) => Link(_parents[group][0], group);

    private static HashSet<int> Containing(int[][] parents, HashSet<int> groups)
    {
        HashSet<int> containing = [.. groups];
        Queue<int> pending = new(groups);
        while (pending.TryDequeue(out var group))
        {
            foreach (var parent in parents[group])
            {
                if (containing.Add(parent)) pending.Enqueue(parent);
            }
        }

        return containing;
    }
}
