namespace Panthera.Server.Http.Contracts;

/// <summary>Why a request failed: RFC 9457 problem details (`application/problem+json`).</summary>
public sealed record ProblemBody
{
    /// <summary>`urn:panthera:problem:` and the code.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem, the same for each of its kind.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this request and what to do, in lower case, the caller's input in backticks.</summary>
    public string? Detail { get; init; }

    /// <summary>The code alone, such as `not-found`; a closed set.</summary>
    public required string Code { get; init; }
}
