using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Permissions;

namespace Panthera.Cli.Commands;

/// <summary>Reads subjects as people type them.</summary>
internal static class Subjects
{
    /// <exception cref="UsageException">It is no subject.</exception>
    internal static SubjectReference Parse(string text) =>
        SubjectReference.TryParse(text, out var subject, out var error) ? subject : throw new UsageException(error);

    /// <summary>Whose rights apply: the operator's unless a subject is named.</summary>
    /// <exception cref="UsageException">It is no single user or agent.</exception>
    internal static Caller ParseCaller(string? text)
    {
        if (text is null) return Caller.Operator;
        var subject = Parse(text);
        return subject.Relation is null && !subject.IsWildcard
            ? Caller.As(subject)
            : throw new UsageException($"`{text}` is not one user or agent; write `--as user:alice`");
    }
}
