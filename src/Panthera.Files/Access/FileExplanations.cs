using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Structure;

namespace Panthera.Files.Access;

/// <summary>Words what the permission graph found, with paths for files, and without what the caller may not know.</summary>
/// <remarks>INVARIANT (not-revealed): who was granted something on a file is shown only on the way that decided, and to those who may share the file.</remarks>
internal sealed class FileExplanations(Gate gate, SubjectReference subject, string permission, FilePath path)
{
    private readonly List<FileExplanationStep> _steps = [];

    internal static string Undecided(EvaluationError error, SubjectReference subject, string permission, FilePath path) =>
        $"whether `{subject}` has `{permission}` on `{path}` could not be decided ({error switch
        {
            EvaluationError.CycleThroughExclusion => "it rests on its own absence; change the schema or the groups",
            EvaluationError.TooManySubproblems => "it leads through too many groups",
            EvaluationError.CaveatEvaluation or EvaluationError.CaveatCost or EvaluationError.CaveatParameterType => "the condition of a grant that it rests on failed",
            _ => "it leads through more than 50 steps",
        }}): it is refused";

    internal FileExplanation Of(Explanation found)
    {
        Add(found.Root, 0);
        return new(subject, permission, path, found.Result.Decision, _steps, found.IsCut, gate.Token);
    }

    private void Add(ExplanationStep step, int depth)
    {
        if (step.Kind == ExplanationKind.Relationship && step.Decision != Decision.Allowed && !MayKnowGrants(step.Resource)) return;
        _steps.Add(new(
            depth,
            Name(step.Resource),
            step.Relation,
            step.Subject is { } found ? NameOf(found) : null,
            step.Describe(Name),
            step.Decision == Decision.Allowed));
        foreach (var inner in step.Steps) Add(inner, depth + 1);
    }

    private bool MayKnowGrants(ObjectReference resource)
    {
        if (gate.Caller.Kind != CallerKind.Subject || resource.Type != FileIdText.TypeName) return true;
        return FileIdText.TryParse(resource.Id, out var id) && gate.Tree.TryGetInode(new(id), out var inode) && gate.May(FileOperation.Share, inode);
    }

    private string NameOf(SubjectReference reference) => reference.Relation is null ? Name(reference.Object) : $"{Name(reference.Object)}#{reference.Relation}";

    private string Name(ObjectReference reference) =>
        reference.Type == FileIdText.TypeName && FileIdText.TryParse(reference.Id, out var id) && gate.Tree.TryGetPath(new(id), out var at)
            ? at.ToString()
            : reference.ToString();
}
