using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Leopard;

/// <summary>The edges between usersets that one state's relationships make.</summary>
/// <remarks>A relationship is an edge where it holds unconditionally and for ever: from each relation that its userset is a union of to the relation that it stands in.
/// INVARIANT (pure): whatever else makes a member of a userset is not an edge, and makes the userset incomplete.</remarks>
internal readonly struct UsersetEdges(PermissionsState state)
{
    internal PermissionsState State { get; } = state;

    private static SubjectKey FirstUserset => new(default, new(1), 0);

    internal static bool IsUnconditional(in RelationshipTerms terms) => terms.Caveat is null && terms.ExpiresAt == Expiry.Never;

    /// <summary>Adds the usersets that one stands in, perhaps twice.</summary>
    internal void AddContainers(in GrantTarget userset, UsersetNumbers numbers, List<uint> containers)
    {
        if (State.Programs.Find(userset.Type, userset.Relation)?.Userset is not { } traits) return;
        foreach (ref readonly var container in traits.Containers.AsSpan())
        {
            if (!State.TryGetTargets(new(userset.Type, container.Member, userset.Id), out var targets)) continue;
            var standing = targets.From(new(container.Type, container.Relation, 0));
            while (standing.MoveNext())
            {
                var (target, terms) = standing.Current;
                if (target.Type != container.Type || target.Relation != container.Relation) break;
                if (IsUnconditional(terms) && numbers.TryGet(target, out var number)) containers.Add(number);
            }
        }
    }

    /// <summary>The usersets that stand in a relation of a resource, conditional ones too.</summary>
    internal AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder>.Enumerator UsersetsIn(in GrantTarget userset) =>
        State.TryGetGrants(userset.Resource, out var grants) && grants.Of(userset.Relation) is { } subjects
            ? subjects.From(FirstUserset)
            : AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder>.Empty.From(FirstUserset);

    /// <summary>What the index knows of a userset that stands somewhere.</summary>
    /// <param name="userset">The userset, as the relationship names it.</param>
    /// <param name="terms">The relationship's terms.</param>
    /// <param name="leaves">The relations of its resource from which there is an edge.</param>
    /// <returns>Whether that is all there is to it.</returns>
    internal bool TryRead(in SubjectKey userset, in RelationshipTerms terms, out ReadOnlySpan<RelationId> leaves)
    {
        leaves = default;

        // A member that the schema does not have makes nobody a member of anything.
        if (State.Programs.Find(userset.Type, userset.Relation) is not { } member) return true;
        if (member.Userset is not { } traits || !IsUnconditional(terms)) return false;
        leaves = traits.Leaves;
        return traits.IsPure;
    }
}
