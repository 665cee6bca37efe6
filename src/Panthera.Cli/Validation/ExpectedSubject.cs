using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions;

namespace Panthera.Cli.Validation;

/// <summary>A subject that is expected to have a permission, as validation files write it: <c>[user:tom[...]] is &lt;document:one#viewer&gt;</c>.</summary>
internal sealed record ExpectedSubject
{
    private const string CaveatMark = "[...]";

    /// <summary>Who; a wildcard for everybody of a type.</summary>
    internal required SubjectReference Subject { get; init; }

    /// <summary>Whether it depends on missing context.</summary>
    internal bool IsCaveated { get; init; }

    /// <summary>Those of a wildcard who are left out, and those of them for whom that depends on missing context.</summary>
    internal IReadOnlyList<(SubjectReference Subject, bool IsCaveated)> Exclusions { get; init; } = [];

    /// <summary>The relations that name the subject, as `resource#relation`.</summary>
    internal IReadOnlyList<string> Through { get; init; } = [];

    internal static bool TryParse(string text, [NotNullWhen(true)] out ExpectedSubject? subject, [NotNullWhen(false)] out string? error)
    {
        subject = null;
        var (who, through) = text.Split(" is ", 2) is [var before, var after] ? (before.Trim(), after.Trim()) : (text.Trim(), null);
        if (!who.StartsWith('[') || !who.EndsWith(']'))
        {
            error = $"`{text}` should be like `[user:tom] is <document:one#viewer>`";
            return false;
        }

        var (name, exclusions) = who[1..^1].Split(" - ", 2) is [var wildcard, var left] ? (wildcard, left.Trim()) : (who[1..^1], "{}");
        if (!TryParseOne(name, out var one, out error) || !TryParseExclusions(exclusions, out var excluded, out error)) return false;
        if (excluded.Count > 0 && !one.Subject.IsWildcard)
        {
            error = $"`{name.Trim()}` is one subject, from which nobody can be left out";
            return false;
        }

        if (!TryParseThrough(through, out var relations, out error)) return false;
        subject = new() { Subject = one.Subject, IsCaveated = one.IsCaveated, Exclusions = excluded, Through = relations };
        return true;
    }

    private static bool TryParseOne(string text, out (SubjectReference Subject, bool IsCaveated) one, [NotNullWhen(false)] out string? error)
    {
        var isCaveated = text.TrimEnd().EndsWith(CaveatMark, StringComparison.Ordinal);
        var name = isCaveated ? text.TrimEnd()[..^CaveatMark.Length].Trim() : text.Trim();
        one = SubjectReference.TryParse(name, out var subject, out error) ? (subject, isCaveated) : default;
        return error is null;
    }

    private static bool TryParseExclusions(string text, out List<(SubjectReference Subject, bool IsCaveated)> exclusions, [NotNullWhen(false)] out string? error)
    {
        exclusions = [];
        error = text.StartsWith('{') && text.EndsWith('}') ? null : $"`{text}` should be like `{{user:tom, user:ann}}`";
        if (error is not null) return false;
        foreach (var part in text[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!TryParseOne(part, out var one, out error)) return false;
            exclusions.Add(one);
        }

        return true;
    }

    // Ids may hold slashes, so only those between angle brackets divide.
    private static bool TryParseThrough(string? text, out List<string> relations, [NotNullWhen(false)] out string? error)
    {
        (relations, error) = ([], null);
        if (text is null) return true;
        if (!text.StartsWith('<') || !text.EndsWith('>'))
        {
            error = $"`{text}` should be like `<document:one#viewer>/<document:one#editor>`";
            return false;
        }

        relations = [.. text[1..^1].Split(">/<").Select(static relation => relation.Trim())];
        return true;
    }
}
