namespace Panthera.Server.Http.Contracts;

/// <summary>Why a subject has a permission, or has not.</summary>
public sealed record ExplanationBody
{
    /// <summary>Who was asked about.</summary>
    public required string Subject { get; init; }

    /// <summary>What was asked.</summary>
    public required string Permission { get; init; }

    /// <summary>Of what.</summary>
    public required string Path { get; init; }

    /// <summary>`allowed`, `denied` or `conditional`.</summary>
    public required string Decision { get; init; }

    /// <summary>When allowed, the relationships that decided it; when denied, what was looked at and what was missing.</summary>
    public required IReadOnlyList<ExplanationStepBody> Steps { get; init; }

    /// <summary>Whether there was more to say than the bound on explanations admits.</summary>
    public required bool IsCut { get; init; }

    /// <summary>The moment that it holds for.</summary>
    public required string Token { get; init; }
}
