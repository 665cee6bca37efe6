using System.Text;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Tells somebody who wrote an unknown name which names there are, and which one was probably meant.</summary>
internal static class KnownNames
{
    // Enough to recognize one's schema by; a longer list hides the message.
    private const int MaxListed = 8;

    // The names looked through for a near one; errors are at most twenty, so this bounds the whole search.
    private const int MaxCompared = 500;

    /// <summary>Returns, for example, <c>defined types are `user`, `group`; did you mean `user`?</c></summary>
    public static string Describe(string unknown, string introduction, IEnumerable<string> names)
    {
        var known = names.Take(MaxCompared + 1).ToList();
        if (known.Count == 0)
        {
            return introduction + " none";
        }

        var text = new StringBuilder(introduction).Append(' ');
        text.AppendJoin(", ", known.Take(MaxListed).Select(SourceText.Quote));
        if (known.Count > MaxListed)
        {
            text.Append(" and others");
        }

        if (Nearest(unknown, known.Take(MaxCompared)) is { } nearest)
        {
            text.Append("; did you mean ").Append(SourceText.Quote(nearest)).Append('?');
        }

        return text.ToString();
    }

    private static string? Nearest(string unknown, IEnumerable<string> names)
    {
        if (unknown.Length > SchemaLimits.MaxTypeNameBytes)
        {
            return null;
        }

        string? nearest = null;
        var least = Math.Max(1, unknown.Length / 3) + 1;
        foreach (var name in names)
        {
            if (Math.Abs(name.Length - unknown.Length) < least && Distance(unknown, name) is var distance && distance < least)
            {
                (nearest, least) = (name, distance);
            }
        }

        return nearest;
    }

    // Optimal string alignment: a letter added, left out, changed, or swapped with its neighbour counts one.
    private static int Distance(string left, string right)
    {
        var (before, previous, current) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }
}
