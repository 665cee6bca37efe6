using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Caching;

/// <summary>What a kept answer is about: one subject, one resource, one program with everything it reaches. Of one tenant, whose cache it is in; without a request's context.</summary>
/// <remarks>INVARIANT (keys): compared whole. The permission is in the program, so that an answer to one never serves another.</remarks>
internal readonly struct AnswerKey(ProgramIdentity program, ObjectKey resource, in SubjectKey subject) : IEquatable<AnswerKey>
{
    internal ProgramIdentity Program { get; } = program;

    internal ObjectKey Resource { get; } = resource;

    internal SubjectKey Subject { get; } = subject;

    public bool Equals(AnswerKey other) => ReferenceEquals(Program, other.Program) && Resource == other.Resource && Subject == other.Subject;

    public override bool Equals(object? obj) => obj is AnswerKey other && Equals(other);

    public override int GetHashCode() => (int)Hash;

    /// <summary>A hash whose bits are all good, seeded so that nobody can choose keys that push others out.</summary>
    internal uint Hash
    {
        get
        {
            var mixed = (Resource.Id ^ ((ulong)Resource.Type.Value << 40) ^ Program.Seed) * 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 29) ^ Subject.Id ^ ((ulong)Subject.Type.Value << 48) ^ ((ulong)Subject.Relation.Value << 32)) * 0xBF58476D1CE4E5B9;
            return (uint)((mixed ^ (mixed >> 31)) * 0x94D049BB133111EB >> 32);
        }
    }
}
