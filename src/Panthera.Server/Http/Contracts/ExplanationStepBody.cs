namespace Panthera.Server.Http.Contracts;

/// <summary>One line of an explanation.</summary>
public sealed record ExplanationStepBody
{
    /// <summary>How deeply it is nested, from 0.</summary>
    public required int Depth { get; init; }

    /// <summary>What was looked at: a path for a file, `group:eng` for others.</summary>
    public required string Resource { get; init; }

    /// <summary>Which relation or permission of it.</summary>
    public required string Relation { get; init; }

    /// <summary>The subject found there, when one was.</summary>
    public string? Subject { get; init; }

    /// <summary>The line as a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Whether this step led on to the subject.</summary>
    public required bool Granted { get; init; }
}
