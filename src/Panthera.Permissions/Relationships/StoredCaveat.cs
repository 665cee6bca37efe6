using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Relationships;

/// <summary>The caveat that a stored relationship depends on. Immutable; equal by name and context.</summary>
internal sealed class StoredCaveat : IEquatable<StoredCaveat>
{
    private readonly int _hash;

    internal StoredCaveat(string name, CaveatContext context)
    {
        Name = name;
        Context = context;
        _hash = HashCode.Combine(name, context);
    }

    /// <summary>The caveat's name in the schema.</summary>
    internal string Name { get; }

    /// <summary>The context written with the relationship, which wins over a request's; perhaps empty.</summary>
    internal CaveatContext Context { get; }

    public bool Equals(StoredCaveat? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Name == other.Name && Context.Equals(other.Context));

    public override bool Equals(object? obj) => Equals(obj as StoredCaveat);

    public override int GetHashCode() => _hash;

    internal RelationshipCaveat ToReference() => new(Name, Context.IsEmpty ? null : Context);
}
