namespace Panthera.Permissions.Tests.Bitmaps;

/// <summary>Every way in which the steps of a few actors can follow one another.</summary>
internal static class Schedules
{
    /// <summary>Enumerates the schedules: whose turn it is, step by step.</summary>
    internal static IEnumerable<int[]> Of(params int[] stepsOfActors)
    {
        var left = stepsOfActors.ToArray();
        var schedule = new int[left.Sum()];
        return From(0);

        IEnumerable<int[]> From(int at)
        {
            if (at == schedule.Length)
            {
                yield return schedule;
                yield break;
            }

            for (var actor = 0; actor < left.Length; actor++)
            {
                if (left[actor] == 0) continue;
                left[actor]--;
                schedule[at] = actor;
                foreach (var one in From(at + 1)) yield return one;
                left[actor]++;
            }
        }
    }
}
