namespace Panthera.Permissions.Graph;

/// <summary>Why a check came out as it did: the relationships that decided it, or what was looked at and was missing.</summary>
/// <param name="Result">The check's result; what is below agrees with it.</param>
/// <param name="Root">The first step.</param>
/// <param name="IsCut">Whether more was looked at than is shown.</param>
public sealed record Explanation(CheckResult Result, ExplanationStep Root, bool IsCut)
{
    /// <summary>Steps that one explanation holds at most: a person reads no more.</summary>
    public const int MaxSteps = 1000;

    /// <summary>Writes the steps as lines, those below a step indented under it.</summary>
    /// <param name="name">How resources are named; null for their references.</param>
    public IEnumerable<string> ToLines(Func<ObjectReference, string>? name = null) => Lines(Root, 0, name ?? (reference => reference.ToString()));

    private static IEnumerable<string> Lines(ExplanationStep step, int indent, Func<ObjectReference, string> name)
    {
        yield return new string(' ', indent * 2) + step.Describe(name);
        foreach (var inner in step.Steps)
        {
            foreach (var line in Lines(inner, indent + 1, name)) yield return line;
        }
    }
}
