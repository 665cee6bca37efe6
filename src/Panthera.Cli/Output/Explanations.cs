using Panthera.Files;
using Panthera.Permissions.Graph;
using Spectre.Console;

namespace Panthera.Cli.Output;

/// <summary>Draws why a subject may, or may not.</summary>
internal static class Explanations
{
    internal static void Draw(Writer writer, FileExplanation explanation)
    {
        var (word, colour) = Word(explanation.Decision);
        var question = Markup.Escape(Printable.Text($"{explanation.Subject} {explanation.Permission} {explanation.Path}"));
        var tree = new Tree(new Markup($"{question}: [{colour} bold]{word}[/]")) { Guide = writer.IsInteractive ? TreeGuide.Line : TreeGuide.Ascii };
        var above = new List<TreeNode>();
        var steps = explanation.Steps;
        for (var i = 0; i < steps.Count;)
        {
            var (text, count) = Line(steps, i);
            var shown = Markup.Escape(Printable.Text(text));
            var node = new TreeNode(new Markup(steps[i].Granted ? $"[green]{shown}[/]" : $"[grey]{shown}[/]"));
            var depth = Math.Min(steps[i].Depth, above.Count);
            above.RemoveRange(depth, above.Count - depth);
            (depth == 0 ? tree.Nodes : above[^1].Nodes).Add(node);
            above.Add(node);
            i += count;
        }

        if (explanation.IsCut) tree.Nodes.Add(new TreeNode(new Markup("[grey]… and more than is shown here[/]")));
        writer.Draw(tree);
    }

    internal static (string Word, string Colour) Word(Decision decision) => decision switch
    {
        Decision.Allowed => ("allowed", "green"),
        Decision.Denied => ("denied", "red"),
        _ => ("conditional", "yellow"),
    };

    /// <summary>The text of a step, and how many steps it covers.</summary>
    /// <remarks>A denial looks at seven relations of every directory up to the root. Those of one directory that lead nowhere share a line, and the
    /// step up to a directory where nothing else was found is left out: its path says as much.</remarks>
    private static (string Text, int Count) Line(IReadOnlyList<FileExplanationStep> steps, int first)
    {
        var isStepUp = !steps[first].Granted && steps[first].Text.Contains(" -parent-> ", StringComparison.Ordinal);
        var start = isStepUp ? first + 1 : first;
        var count = CountMissing(steps, start);
        var end = start + count;
        if (count < 2 || (isStepUp && end < steps.Count && steps[end].Depth > steps[first].Depth)) return (steps[first].Text, 1);
        var relations = string.Join(", ", steps.Skip(start).Take(count).Select(static step => step.Relation));
        return ($"{steps[start].Resource}: none of {relations} leads to the subject", end - first);
    }

    private static int CountMissing(IReadOnlyList<FileExplanationStep> steps, int first)
    {
        var count = 0;
        while (first + count < steps.Count && IsMissing(steps, first + count) && IsLike(steps[first + count], steps[first])) count++;
        return count;
    }

    private static bool IsMissing(IReadOnlyList<FileExplanationStep> steps, int index)
    {
        var step = steps[index];
        var isLeaf = index + 1 == steps.Count || steps[index + 1].Depth <= step.Depth;
        return isLeaf && step is { Granted: false, Subject: null, Relation.Length: > 0 } && step.Text.EndsWith("does not lead to the subject", StringComparison.Ordinal);
    }

    private static bool IsLike(FileExplanationStep step, FileExplanationStep other) => step.Depth == other.Depth && step.Resource == other.Resource;
}
