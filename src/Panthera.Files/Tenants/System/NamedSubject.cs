using Panthera.Permissions;
using Panthera.Storage;

namespace Panthera.Files.Tenants;

/// <summary>Vets the one user or agent that a record of the system tenant names.</summary>
/// <remarks>The record keeps the text, and the store opens only if every such text can be read back.</remarks>
internal static class NamedSubject
{
    internal static Refusal? Refuse(SubjectReference subject, string role)
    {
        if (subject.Relation is not null || subject.IsWildcard || subject.Type is not ("user" or "agent"))
            return new(RefusalCode.InvalidArgument, $"{role} is one user or agent, such as `user:alice`, not `{subject}`");
        if (!SubjectReference.TryParse(subject.ToString(), out var stored, out var error)) return new(RefusalCode.InvalidArgument, error);
        if (stored != subject) return new(RefusalCode.InvalidArgument, $"`{subject}` means `{stored.Type}` with id `{stored.Id}`; name that");
        return subject.Id.StartsWith('=')
            ? new(RefusalCode.InvalidArgument, $"`{subject}` begins with `=`, which is reserved for subjects of other tenants")
            : null;
    }
}
