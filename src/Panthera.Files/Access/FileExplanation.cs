using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>Why a subject may or may not do something to a path.</summary>
/// <param name="Subject">Who was asked about.</param>
/// <param name="Permission">What was asked.</param>
/// <param name="Path">Of what.</param>
/// <param name="Decision">The decision; the same that a check gives.</param>
/// <param name="Steps">When allowed, the relationships that decided it, from the path to the subject. When denied, what was looked at and what was missing.</param>
/// <param name="IsCut">Whether there was more to say than the bound on explanations admits.</param>
/// <param name="Token">The moment.</param>
public sealed record FileExplanation(
    SubjectReference Subject,
    string Permission,
    FilePath Path,
    Decision Decision,
    IReadOnlyList<FileExplanationStep> Steps,
    bool IsCut,
    ZedToken Token);
