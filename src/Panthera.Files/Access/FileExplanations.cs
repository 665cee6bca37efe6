using Panthera.Permissions;
using Panthera.Permissions.Graph;

namespace Panthera.Files.Access;

/// <summary>Words what the permission graph found, with paths for files.</summary>
internal static class FileExplanations
{
    internal static string Undecided(EvaluationError error, SubjectReference subject, string permission, FilePath path) =>
        $"whether `{subject}` has `{permission}` on `{path}` could not be decided ({error switch
        {
            EvaluationError.CycleThroughExclusion => "it rests on its own absence; change the schema or the groups",
            EvaluationError.TooManySubproblems => "it leads through too many groups",
            _ => "it leads through more than 50 steps",
        }}): it is refused";
}
