using System.Collections.Immutable;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>A deliberately naive checker: every subproblem of every known object, over and over, until nothing changes.</summary>
/// <remarks>Straight from the definition, in text, sharing nothing with the evaluator but the schema model and the evaluation of one caveat. It knows
/// no depth limit. First values rise, everything that caveats leave open counting as open; then what stayed open collects why.</remarks>
internal sealed class NaiveChecker
{
    // While values rise, open is one value; errors stand for it.
    private const Decision Open = Decision.Error;
    private const string FailedCaveat = "!caveat";
    private const string OwnAbsence = "!cycle";

    private readonly CompiledSchema _schema;
    private readonly CaveatContext? _context;
    private readonly ILookup<(ObjectReference, string), Fact> _facts;
    private readonly List<ObjectReference> _objects;
    private readonly Func<ObjectReference, bool> _exists;
    private readonly Dictionary<string, Dictionary<(ObjectReference, string), NaiveVerdict>> _solved = [];

    internal NaiveChecker(CompiledSchema schema, IEnumerable<Relationship> stored, FakeTree? tree, DateTimeOffset now, CaveatContext? context = null)
    {
        _schema = schema;
        _context = context;
        _exists = reference => tree is null || reference.Type != "file" || tree.Files.Any(file => FileIdText.Format(file) == reference.Id);
        var facts = stored
            .Where(fact => fact.ExpiresAt is null || fact.ExpiresAt > now)
            .Concat(Structural(tree))
            .Where(fact => _exists(fact.Resource) && (fact.Subject.IsWildcard || _exists(fact.Subject.Object)))
            .ToList();
        _facts = facts.ToLookup(fact => (fact.Resource, fact.Relation), fact => new Fact(fact.Subject, Judge(fact.Caveat)));
        _objects = [.. facts.SelectMany(fact => (ObjectReference[])[fact.Resource, fact.Subject.Object]).Where(reference => reference.Id != "*").Distinct()];
    }

    internal Decision Check(ObjectReference resource, string member, SubjectReference subject) => Judge(resource, member, subject).Decision;

    internal NaiveVerdict Judge(ObjectReference resource, string member, SubjectReference subject)
    {
        // What no fact names counts only where it is asked about.
        var key = $"{subject} {(_objects.Contains(resource) ? "" : resource)}";
        if (!_solved.TryGetValue(key, out var table)) _solved[key] = table = Solve(subject, resource);
        return table.TryGetValue((resource, member), out var value) ? value : NaiveVerdict.Of(Decision.Denied);
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

    private NaiveVerdict Judge(RelationshipCaveat? caveat)
    {
        if (caveat is null) return NaiveVerdict.Of(Decision.Allowed);
        if (!_schema.TryGetCaveat(caveat.Name, out var found)) return NaiveVerdict.InDoubt([FailedCaveat]);
        var outcome = found.Program.Evaluate(caveat.Context, _context);
        return outcome.Kind switch
        {
            CaveatOutcomeKind.True => NaiveVerdict.Of(Decision.Allowed),
            CaveatOutcomeKind.False => NaiveVerdict.Of(Decision.Denied),
            CaveatOutcomeKind.Partial => NaiveVerdict.InDoubt(outcome.MissingParameters),
            _ => NaiveVerdict.InDoubt([FailedCaveat]),
        };
    }

    private Dictionary<(ObjectReference, string), NaiveVerdict> Solve(SubjectReference subject, ObjectReference asked)
    {
        var all = (from reference in _objects.Append(subject.Object).Append(asked).Where(_exists).Distinct()
                   where _schema.TryGetDefinition(reference.Type, out _)
                   from member in Members(reference.Type)
                   select (reference, member)).ToList();
        var assumed = all.ToDictionary(one => (one.reference, one.member.Name), _ => NaiveVerdict.Of(Open));
        while (true)
        {
            var values = all.ToDictionary(one => (one.reference, one.member.Name), _ => NaiveVerdict.Of(Decision.Denied));
            for (var changed = true; changed;)
            {
                changed = false;
                foreach (var (reference, member) in all)
                {
                    var value = Value(reference, member, subject, values, assumed).Decision;
                    changed |= values[(reference, member.Name)].Decision != value;
                    values[(reference, member.Name)] = NaiveVerdict.Of(value);
                }
            }

            if (values.All(pair => assumed[pair.Key].Decision == pair.Value.Decision)) return WithCauses(all, subject, values);
            assumed = values;
        }
    }

    private ImmutableArray<Member> Members(string type)
    {
        _schema.TryGetDefinition(type, out var definition);
        return definition!.Members;
    }

    private Dictionary<(ObjectReference, string), NaiveVerdict> WithCauses(
        List<(ObjectReference, Member)> all, SubjectReference subject, Dictionary<(ObjectReference, string), NaiveVerdict> values)
    {
        Collect();
        foreach (var (key, value) in values.ToList())
        {
            if (value.Decision == Open && value.Causes.IsEmpty) values[key] = NaiveVerdict.InDoubt([OwnAbsence]);
        }

        Collect();
        return values.ToDictionary(pair => pair.Key, pair => pair.Value.Decision == Open && pair.Value.Causes.All(cause => cause[0] != '!')
            ? pair.Value with { Decision = Decision.Conditional } : pair.Value);

        void Collect()
        {
            for (var changed = true; changed;)
            {
                changed = false;
                foreach (var (reference, member) in all)
                {
                    var before = values[(reference, member.Name)];
                    if (before.Decision != Open) continue;
                    var causes = before.Causes.Union(Value(reference, member, subject, values, values).Causes);
                    changed |= causes.Count > before.Causes.Count;
                    values[(reference, member.Name)] = NaiveVerdict.InDoubt(causes);
                }
            }
        }
    }

    private NaiveVerdict Value(
        ObjectReference resource,
        Member member,
        SubjectReference subject,
        Dictionary<(ObjectReference, string), NaiveVerdict> values,
        Dictionary<(ObjectReference, string), NaiveVerdict> assumed)
    {
        if (subject.Relation == member.Name && subject.Object == resource) return NaiveVerdict.Of(Decision.Allowed);
        return member is Permission permission ? Of(permission.Body, values) : OfRelation();

        NaiveVerdict OfRelation() => NaiveVerdict.Either(
            from fact in _facts[(resource, member.Name)]
            let names = fact.Subject == subject || (fact.Subject.IsWildcard && subject.Relation is null && subject.Type == fact.Subject.Type)
            select names ? fact.Worth
                : fact.Subject.Relation is { } relation ? NaiveVerdict.Both([fact.Worth, values.GetValueOrDefault((fact.Subject.Object, relation))])
                : NaiveVerdict.Of(Decision.Denied));

        NaiveVerdict Of(Expression expression, Dictionary<(ObjectReference, string), NaiveVerdict> current)
        {
            switch (expression)
            {
                case UnionExpression union:
                    return NaiveVerdict.Either(union.Operands.Select(operand => Of(operand, current)));
                case IntersectionExpression intersection:
                    return NaiveVerdict.Both(intersection.Operands.Select(operand => Of(operand, current)));
                case ExclusionExpression exclusion:
                    return NaiveVerdict.Both([Of(exclusion.Left, current), Of(exclusion.Right, assumed).Not()]);
                case MemberExpression same:
                    return current[(resource, same.Member.Name)];
                case SelfExpression:
                    return NaiveVerdict.Of(subject.Relation is null && subject.Object == resource ? Decision.Allowed : Decision.Denied);
                case ArrowExpression arrow:
                    var targets = _facts[(resource, arrow.Left.Name)]
                        .Select(fact => NaiveVerdict.Both([fact.Worth, current.GetValueOrDefault((fact.Subject.Object, arrow.Right))])).ToList();
                    if (targets.Count == 0) return NaiveVerdict.Of(Decision.Denied);
                    return arrow.Kind == ArrowKind.Any ? NaiveVerdict.Either(targets) : NaiveVerdict.Both(targets);
                default:
                    Assert.IsType<NilExpression>(expression);
                    return NaiveVerdict.Of(Decision.Denied);
            }
        }
    }

    private sealed record Fact(SubjectReference Subject, NaiveVerdict Worth);
}
