namespace Panthera.Files;

/// <summary>One line of an explanation.</summary>
/// <param name="Depth">How deeply it is nested, from 0.</param>
/// <param name="Resource">What was looked at: a path for a file, `group:eng` for others.</param>
/// <param name="Relation">Which relation or permission of it.</param>
/// <param name="Subject">The subject found there, when one was.</param>
/// <param name="Text">The line as a sentence, in lower case.</param>
/// <param name="Granted">Whether this step led on to the subject.</param>
public sealed record FileExplanationStep(int Depth, string Resource, string Relation, string? Subject, string Text, bool Granted);
