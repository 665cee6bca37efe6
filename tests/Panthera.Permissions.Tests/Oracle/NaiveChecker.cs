using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>A deliberately naive checker: every subproblem of every known object, over and over, until nothing changes.</summary>
/// <remarks>Straight from the definition, in text, sharing nothing with the evaluator but the schema model. It knows no depth limit.</remarks>
internal sealed class NaiveChecker
{
    private readonly CompiledSchema _schema;
    private readonly List<Relationship> _facts;
    private readonly Func<ObjectReference, bool> _exists;
    private readonly Dictionary<string, Dictionary<(ObjectReference, string), Decision>> _solved = [];

    internal NaiveChecker(CompiledSchema schema, IEnumerable<Relationship> stored, FakeTree? tree, DateTimeOffset now)
    {
        _schema = schema;
        _exists = reference => tree is null || reference.Type != "file" || tree.Files.Any(file => FileIdText.Format(file) == reference.Id);
        _facts = [.. stored
            .Where(fact => fact.ExpiresAt is null || fact.ExpiresAt > now)
            .Concat(Structural(tree))
            .Where(fact => _exists(fact.Resource) && (fact.Subject.IsWildcard || _exists(fact.Subject.Object)))];
    }

    internal Decision Check(ObjectReference resource, string member, SubjectReference subject)
    {
        if (!_solved.TryGetValue(subject.ToString(), out var table)) _solved[subject.ToString()] = table = Solve(subject);
        if (table.TryGetValue((resource, member), out var value)) return value;

        // An object that no fact names: only being itself can grant.
        return IsItself(resource, member, subject) && _exists(resource) ? Decision.Allowed : Decision.Denied;
    }

    private static IEnumerable<Relationship> Structural(FakeTree? tree)
    {
        foreach (var file in tree?.Files ?? [])
        {
            var reference = new ObjectReference("file", FileIdText.Format(file));
            yield return new(reference, "owner", SubjectReference.Parse(tree!.Owners[file]));
            if (tree.Parents.TryGetValue(file, out var parent)) yield return new(reference, "parent", new("file", FileIdText.Format(parent)));
        }
    }

    private static bool IsItself(ObjectReference resource, string member, SubjectReference subject) =>
        subject.Relation == member && subject.Object == resource;

    private Dictionary<(ObjectReference, string), Decision> Solve(SubjectReference subject)
    {
        var objects = _facts.SelectMany(fact => (ObjectReference[])[fact.Resource, fact.Subject.Object]).Append(subject.Object)
            .Where(reference => reference.Id != "*" && _exists(reference)).Distinct().ToList();
        var all = objects.SelectMany(reference => _schema.TryGetDefinition(reference.Type, out var definition)
            ? definition.Members.Select(member => (reference, member)) : []).ToList();
        var assumed = all.ToDictionary(one => (one.reference, one.member.Name), _ => Decision.Error);
        while (true)
        {
            var values = all.ToDictionary(one => (one.reference, one.member.Name), _ => Decision.Denied);
            for (var changed = true; changed;)
            {
                changed = false;
                foreach (var (reference, member) in all)
                {
                    var value = Value(reference, member, subject, values, assumed);
                    changed |= values[(reference, member.Name)] != value;
                    values[(reference, member.Name)] = value;
                }
            }

            if (values.All(pair => assumed[pair.Key] == pair.Value)) return values;
            assumed = values;
        }
    }

    private Decision Value(
        ObjectReference resource,
        Member member,
        SubjectReference subject,
        Dictionary<(ObjectReference, string), Decision> values,
        Dictionary<(ObjectReference, string), Decision> assumed)
    {
        if (IsItself(resource, member.Name, subject)) return Decision.Allowed;
        return member is Permission permission ? Of(permission.Body, values) : OfRelation();

        Decision OfRelation()
        {
            var value = Decision.Denied;
            foreach (var fact in _facts.Where(fact => fact.Resource == resource && fact.Relation == member.Name))
            {
                if (fact.Subject == subject) return Decision.Allowed;
                if (fact.Subject.IsWildcard && subject.Relation is null && subject.Type == fact.Subject.Type) return Decision.Allowed;
                if (fact.Subject.Relation is { } relation) value = Max(value, values.GetValueOrDefault((fact.Subject.Object, relation)));
            }

            return value;
        }

        Decision Of(Expression expression, Dictionary<(ObjectReference, string), Decision> current)
        {
            switch (expression)
            {
                case UnionExpression union:
                    return union.Operands.Select(operand => Of(operand, current)).Aggregate(Max);
                case IntersectionExpression intersection:
                    return intersection.Operands.Select(operand => Of(operand, current)).Aggregate(Min);
                case ExclusionExpression exclusion:
                    return Min(Of(exclusion.Left, current), Not(Of(exclusion.Right, assumed)));
                case MemberExpression same:
                    return current[(resource, same.Member.Name)];
                case ArrowExpression arrow:
                    var targets = _facts.Where(fact => fact.Resource == resource && fact.Relation == arrow.Left.Name)
                        .Select(fact => current.GetValueOrDefault((fact.Subject.Object, arrow.Right))).ToList();
                    return targets.Count == 0 ? Decision.Denied : targets.Aggregate(arrow.Kind == ArrowKind.Any ? Max : Min);
                default:
                    Assert.IsType<NilExpression>(expression);
                    return Decision.Denied;
            }
        }
    }

    private static Decision Max(Decision left, Decision right) => left > right ? left : right;

    private static Decision Min(Decision left, Decision right) => left < right ? left : right;

    private static Decision Not(Decision value) => value switch
    {
        Decision.Allowed => Decision.Denied,
        Decision.Denied => Decision.Allowed,
        _ => value,
    };
}
