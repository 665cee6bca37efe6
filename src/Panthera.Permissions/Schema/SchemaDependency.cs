namespace Panthera.Permissions.Schema;

/// <summary>What something in a schema is computed from: a member, or, with a name, the arrow over a relation that asks for that name.</summary>
/// <remarks>Arrows stand for themselves, so that however many permissions write the same one over many types, its targets are listed once.</remarks>
internal readonly record struct SchemaDependency(Member Member, string? Asked)
{
    /// <summary>What this is computed from, one step down: of the same definition, behind arrows, and of usersets.</summary>
    public IReadOnlyCollection<SchemaDependency> Needs()
    {
        var found = new HashSet<SchemaDependency>();
        if (Asked is not null)
        {
            found.Add(new SchemaDependency(Member, null));
            foreach (var target in Targets((Relation)Member, Asked))
            {
                found.Add(new SchemaDependency(target, null));
            }
        }
        else if (Member is Permission permission)
        {
            Collect(permission.Body, found);
        }
        else if (Member is Relation relation)
        {
            foreach (var subject in relation.AllowedSubjects)
            {
                if (subject.Relation is not null)
                {
                    found.Add(new SchemaDependency(subject.Relation, null));
                }
            }
        }

        return found;
    }

    /// <summary>The members that an arrow asks, on each type that its relation allows; a type may come more than once.</summary>
    public static IEnumerable<Member> Targets(Relation left, string asked)
    {
        foreach (var subject in left.AllowedSubjects)
        {
            if (subject.Type.TryGetMember(asked, out var target))
            {
                yield return target;
            }
        }
    }

    private static void Collect(Expression expression, HashSet<SchemaDependency> found)
    {
        switch (expression)
        {
            case MemberExpression { Member: var member }:
                found.Add(new SchemaDependency(member, null));
                break;
            case ArrowExpression arrow:
                found.Add(new SchemaDependency(arrow.Left, arrow.Right));
                break;
            case UnionExpression { Operands: var operands }:
                CollectAll(operands.AsSpan(), found);
                break;
            case IntersectionExpression { Operands: var operands }:
                CollectAll(operands.AsSpan(), found);
                break;
            case ExclusionExpression { Left: var left, Right: var right }:
                Collect(left, found);
                Collect(right, found);
                break;
        }
    }

    private static void CollectAll(ReadOnlySpan<Expression> operands, HashSet<SchemaDependency> found)
    {
        foreach (var operand in operands)
        {
            Collect(operand, found);
        }
    }
}
