namespace Panthera.Permissions.Schema;

/// <summary>One form of subject that a relation allows, such as <c>user</c>, <c>group#member</c> or <c>user:*</c>.</summary>
public sealed class AllowedSubject
{
    internal AllowedSubject(Definition type, Member? relation, bool isWildcard, Caveat? caveat, bool requiresExpiration)
    {
        Type = type;
        Relation = relation;
        IsWildcard = isWildcard;
        Caveat = caveat;
        RequiresExpiration = requiresExpiration;
    }

    /// <summary>The subject's type.</summary>
    public Definition Type { get; }

    /// <summary>The member whose subjects the userset stands for; null when the subject is an object itself or a wildcard.</summary>
    public Member? Relation { get; }

    /// <summary>Whether the subject is every subject of the type (<c>user:*</c>).</summary>
    public bool IsWildcard { get; }

    /// <summary>The caveat that relationships of this form must carry; when null they must carry none.</summary>
    public Caveat? Caveat { get; }

    /// <summary>Whether relationships of this form must carry an expiry; when false they must not.</summary>
    public bool RequiresExpiration { get; }

    /// <summary>Returns the form as a schema writes it.</summary>
    public override string ToString()
    {
        var form = Relation is not null ? $"{Type.Name}#{Relation.Name}" : IsWildcard ? $"{Type.Name}:*" : Type.Name;
        return (Caveat, RequiresExpiration) switch
        {
            (null, false) => form,
            (null, true) => form + " with expiration",
            ({ Name: var caveat }, false) => $"{form} with {caveat}",
            ({ Name: var caveat }, true) => $"{form} with {caveat} and expiration",
        };
    }
}
