using Panthera.Storage.Collections;

namespace Panthera.Permissions.Relationships;

/// <summary>What a tenant stores of one type: its objects' numbers and texts, the grants on them, and the grants to them. Immutable.</summary>
internal sealed record TypeTable(TypeId Id, string Name)
{
    /// <summary>Resource to its grants: one look-up says that a resource has none at all.</summary>
    internal PersistentMap<ulong, ResourceGrants, UInt64Order> Forward { get; init; }

    /// <summary>Subject (an object, a userset or the wildcard) to what it was granted, with the terms.</summary>
    internal PersistentMap<UsersetKey, AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order>, UsersetKey.Order> Reverse { get; init; }

    /// <summary>Text id to number.</summary>
    internal PersistentMap<string, ulong, TextOrder> Numbers { get; init; }

    /// <summary>Number to text id.</summary>
    internal PersistentMap<ulong, string, UInt64Order> Texts { get; init; }

    internal TypeTable SetForward(ulong resource, RelationId relation, SubjectKey subject, RelationshipTerms terms, EditToken edit)
    {
        if (!Forward.TryGetValue(resource, out var grants)) grants = ResourceGrants.Empty;
        return this with { Forward = Forward.Set(resource, grants.Set(relation, subject, terms, edit), edit) };
    }

    internal TypeTable RemoveForward(ulong resource, RelationId relation, SubjectKey subject, EditToken edit)
    {
        if (!Forward.TryGetValue(resource, out var grants)) return this;
        grants = grants.Remove(relation, subject, edit);
        return this with { Forward = grants.IsEmpty ? Forward.Remove(resource, edit) : Forward.Set(resource, grants, edit) };
    }

    internal TypeTable SetReverse(UsersetKey subject, GrantTarget target, RelationshipTerms terms, EditToken edit)
    {
        if (!Reverse.TryGetValue(subject, out var targets)) targets = AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order>.Empty;
        return this with { Reverse = Reverse.Set(subject, targets.Set(target, terms, edit), edit) };
    }

    internal TypeTable RemoveReverse(UsersetKey subject, GrantTarget target, EditToken edit)
    {
        if (!Reverse.TryGetValue(subject, out var targets)) return this;
        targets = targets.Remove(target, edit);
        return this with { Reverse = targets.Count == 0 ? Reverse.Remove(subject, edit) : Reverse.Set(subject, targets, edit) };
    }
}
