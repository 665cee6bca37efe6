using System.Runtime.CompilerServices;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Builds an explanation by asking the evaluator for the value of each step, so that it cannot disagree with the check.</summary>
/// <remarks>
/// What is allowed is explained by one way that grants, never through itself; what is denied by everything that was looked at. Bounded by
/// <see cref="Explanation.MaxSteps"/>, and by tries where cycles make ways fail. It allocates: explanations are for people.
/// </remarks>
internal sealed class Explainer<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private const int MaxTries = 20_000;
    private const int MaxSubjectsShown = 20;
    private const int MaxAncestorsShown = 64;

    private readonly Question<TStructure> _question;
    private readonly EvaluationScope _scope;
    private readonly HashSet<(ObjectKey, CompiledPermission)> _path = [];
    private readonly HashSet<(ObjectKey, CompiledPermission)> _shownDenied = [];
    private int _steps;
    private int _tries;

    internal Explainer(in Question<TStructure> question, EvaluationScope scope)
    {
        _question = question;
        _scope = scope;
    }

    internal bool IsCut { get; private set; }

    /// <summary>Explains a member whose value is known; null when every way that grants leads through a step above.</summary>
    internal ExplanationStep? Explain(ObjectKey resource, CompiledPermission member, Decision decision)
    {
        if (_steps >= Explanation.MaxSteps || ++_tries > MaxTries || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return Cut(resource, member.Name, decision);
        if (_question.IsGone(resource, member)) return Step(ExplanationKind.Gone, resource, "", null, decision);
        if (_question.IsIdentity(resource, member)) return Step(ExplanationKind.Identity, resource, member.Name, null, decision);
        if (decision == Decision.Error) return Step(ExplanationKind.Failed, resource, member.Name, null, decision);
        if (decision != Decision.Allowed && !_shownDenied.Add((resource, member))) return Step(ExplanationKind.Repeated, resource, member.Name, null, decision);
        if (!_path.Add((resource, member))) return null;
        var before = _steps;
        var steps = Steps(resource, member, decision);
        _path.Remove((resource, member));
        if (steps is not null) return member.IsRelation && steps.Count == 1 ? steps[0] : Step(ExplanationKind.Permission, resource, member.Name, null, decision, steps);
        _steps = before;
        return null;
    }

    private List<ExplanationStep>? Steps(ObjectKey resource, CompiledPermission member, Decision decision)
    {
        if (_question.IsFile(member) && !member.IsRelation && member.Walk is { } walk && _question.ClimbsFlat) return Climb(walk, resource, decision);
        return member.Body is null ? Single(Relation(resource, member, decision)) : Node(member.Body, resource, member.Name, decision);
    }

    private List<ExplanationStep>? Node(ProgramNode node, ObjectKey resource, string name, Decision decision)
    {
        switch (node.Kind)
        {
            case ProgramNodeKind.Nil:
                return [];
            case ProgramNodeKind.Self:
                return [Step(decision == Decision.Allowed ? ExplanationKind.Identity : ExplanationKind.Missing, resource, "", null, decision)];
            case ProgramNodeKind.Member:
                return Single(Explain(resource, node.Member!, decision));
            case ProgramNodeKind.Union:
                return decision == Decision.Allowed ? FirstAllowed(node.Operands, resource, name) : All(node.Operands, resource, name);
            case ProgramNodeKind.Intersection:
                var operands = decision == Decision.Allowed ? All(node.Operands, resource, name) : FirstNotAllowed(node.Operands, resource, name);
                return operands is null ? null : [Step(ExplanationKind.Intersection, resource, name, null, decision, operands)];
            case ProgramNodeKind.Exclusion:
                var sides = All(node.Operands, resource, name);
                return sides is null ? null : [Step(ExplanationKind.Exclusion, resource, name, null, decision, sides)];
            default:
                return Arrow(node, resource, decision);
        }
    }

    private List<ExplanationStep>? FirstAllowed(ProgramNode[] operands, ObjectKey resource, string name)
    {
        foreach (var operand in operands)
        {
            if (ValueOf(operand, resource) == Decision.Allowed && Node(operand, resource, name, Decision.Allowed) is { } steps) return steps;
        }

        return null;
    }

    private List<ExplanationStep>? FirstNotAllowed(ProgramNode[] operands, ObjectKey resource, string name)
    {
        foreach (var operand in operands)
        {
            var value = ValueOf(operand, resource);
            if (value == Decision.Denied) return Node(operand, resource, name, value);
        }

        return All(operands, resource, name);
    }

    private List<ExplanationStep>? All(ProgramNode[] operands, ObjectKey resource, string name)
    {
        List<ExplanationStep> steps = [];
        foreach (var operand in operands)
        {
            if (Node(operand, resource, name, ValueOf(operand, resource)) is not { } inner) return null;
            steps.AddRange(inner);
        }

        return steps;
    }

    private List<ExplanationStep>? Climb(AncestorWalk walk, ObjectKey file, Decision decision)
    {
        List<ExplanationStep> steps = [];
        var current = file;
        var level = walk.Levels[0];
        for (var shown = 0; ; shown++)
        {
            if (!_question.Structure.TryGetPlace(current.Id, out var place)) return steps;
            var here = decision == Decision.Allowed ? GrantAt(level, current, place) : MissingAt(level, current);
            if (here.Count > 0 && current != file) here = [Step(ExplanationKind.Ancestor, file, "", new(current.Type, default, current.Id), decision, here)];
            steps.AddRange(here);
            if (decision == Decision.Allowed && here.Count > 0) return steps;
            if (level.Next < 0 || !place.HasParent) return decision == Decision.Allowed ? null : steps;
            if (decision != Decision.Allowed && (shown >= MaxAncestorsShown || _steps >= Explanation.MaxSteps))
            {
                steps.Add(Cut(current, "", decision));
                return steps;
            }

            level = walk.Levels[level.Next];
            current = new(current.Type, place.Parent);
        }
    }

    private List<ExplanationStep> GrantAt(AncestorWalk.Level level, ObjectKey file, StructuralPlace place)
    {
        if (level.LooksAtOwner && _question.IsSubject(place.Owner))
            return [Step(ExplanationKind.Relationship, file, FileIdText.OwnerRelation, _question.Subject, Decision.Allowed)];
        foreach (var relation in RelationsAt(level, file))
        {
            if (Value(file, relation) == Decision.Allowed && Explain(file, relation, Decision.Allowed) is { } step) return [step];
        }

        foreach (var other in level.Others)
        {
            if (ValueOf(other, file) == Decision.Allowed && Node(other, file, "", Decision.Allowed) is { } steps) return steps;
        }

        return [];
    }

    private List<ExplanationStep> MissingAt(AncestorWalk.Level level, ObjectKey file)
    {
        List<ExplanationStep> steps = [];
        if (level.LooksAtOwner) steps.Add(Step(ExplanationKind.Missing, file, FileIdText.OwnerRelation, null, Decision.Denied));
        foreach (var relation in RelationsAt(level, file))
        {
            if (Explain(file, relation, Value(file, relation)) is { } step) steps.Add(step);
        }

        foreach (var other in level.Others) steps.AddRange(Node(other, file, "", ValueOf(other, file)) ?? []);
        return steps;
    }

    private IEnumerable<CompiledPermission> RelationsAt(AncestorWalk.Level level, ObjectKey file)
    {
        for (uint i = 1; i < level.Relations.Length; i++)
        {
            if (level.Relations[i] && _question.State.Programs.Find(file.Type, new(i)) is { } relation) yield return relation;
        }
    }

    private ExplanationStep? Relation(ObjectKey resource, CompiledPermission relation, Decision decision)
    {
        var subjects = Subjects(resource, relation);
        if (decision == Decision.Allowed)
        {
            foreach (var (subject, terms) in subjects)
            {
                var isDirect = Names(subject);
                if (!_question.Worth(terms).IsAllowed) continue;
                if (isDirect) return Step(resource, relation.Name, subject, decision, terms);
                if (Follow(resource, relation, subject, terms) is { } step) return step;
            }

            return null;
        }

        List<ExplanationStep> steps = [];
        foreach (var (subject, terms) in subjects)
        {
            var isDirect = Names(subject) && terms.Caveat is not null;
            var member = subject.Relation == RelationId.None ? null : _question.State.Programs.Find(subject.Type, subject.Relation);
            if (!isDirect && member is null) continue;
            if (steps.Count == MaxSubjectsShown)
            {
                steps.Add(Cut(resource, relation.Name, decision));
                break;
            }

            var worth = _question.Worth(terms).Decision;
            if (isDirect || worth == Decision.Denied)
            {
                steps.Add(Step(resource, relation.Name, subject, worth, terms));
                continue;
            }

            var value = Value(subject.Object, member!);
            var inner = Explain(subject.Object, member!, value);
            steps.Add(Step(resource, relation.Name, subject, Decisions.Both(worth, value), terms, inner is null ? [] : [inner]));
        }

        return Step(ExplanationKind.Missing, resource, relation.Name, null, decision, steps);
    }

    private ExplanationStep? Follow(ObjectKey resource, CompiledPermission relation, SubjectKey userset, in RelationshipTerms terms)
    {
        if (userset.Relation == RelationId.None || _question.State.Programs.Find(userset.Type, userset.Relation) is not { } member) return null;
        if (Value(userset.Object, member) != Decision.Allowed || Explain(userset.Object, member, Decision.Allowed) is not { } inner) return null;
        return Step(resource, relation.Name, userset, Decision.Allowed, terms, [inner]);
    }

    private List<ExplanationStep>? Arrow(ProgramNode node, ObjectKey resource, Decision decision)
    {
        List<ExplanationStep> steps = [];
        var oneSuffices = decision == Decision.Allowed && node.Kind == ProgramNodeKind.ArrowAny;
        foreach (var (subject, terms) in Subjects(resource, node.Member!))
        {
            if (subject.IsWildcard) continue;
            var target = node.TargetOf(subject.Type);
            var worth = _question.Worth(terms).Decision;
            var behind = target is null || worth == Decision.Denied ? Decision.Denied : Value(subject.Object, target);
            var value = Decisions.Both(worth, behind);
            if (oneSuffices && value != Decision.Allowed) continue;
            if (steps.Count == MaxSubjectsShown)
            {
                steps.Add(Cut(resource, node.Member!.Name, decision));
                break;
            }

            var inner = target is null || worth == Decision.Denied ? null : Explain(subject.Object, target, behind);
            if (inner is null && value == Decision.Allowed)
            {
                if (oneSuffices) continue;
                if (decision == Decision.Allowed) return null;
            }

            var kind = node.ClimbsParent && _question.HasFiles ? ExplanationKind.Ancestor : ExplanationKind.Relationship;
            steps.Add(Step(kind, resource, node.Member!.Name, subject, value, inner is null ? [] : [inner], terms));
            if (oneSuffices) return steps;
        }

        if (oneSuffices) return null;
        if (steps.Count == 0) steps.Add(Step(ExplanationKind.Missing, resource, node.Member!.Name, null, decision));
        return steps;
    }

    private List<KeyValuePair<SubjectKey, RelationshipTerms>> Subjects(ObjectKey resource, CompiledPermission relation)
    {
        List<KeyValuePair<SubjectKey, RelationshipTerms>> subjects = [];
        if (_question.IsFile(relation) && (relation.IsStructuralParent || relation.IsStructuralOwner))
        {
            if (!_question.Structure.TryGetPlace(resource.Id, out var place)) return subjects;
            if (relation.IsStructuralOwner) subjects.Add(new(new(place.Owner.Type, RelationId.None, place.Owner.Id), RelationshipTerms.Unconditional));
            else if (place.HasParent) subjects.Add(new(new(resource.Type, RelationId.None, place.Parent), RelationshipTerms.Unconditional));
            return subjects;
        }

        if (!_question.State.TryGetGrants(resource, out var grants) || grants.Of(relation.Id) is not { } stored) return subjects;
        foreach (var pair in stored)
        {
            if (pair.Value.IsLive(_question.NowTicks)) subjects.Add(pair);
        }

        return subjects;
    }

    private Decision Value(ObjectKey resource, CompiledPermission member) =>
        new CheckEvaluator<TStructure>(_question, _scope).Evaluate(resource, member, exists: false).Decision;

    private Decision ValueOf(ProgramNode node, ObjectKey resource)
    {
        switch (node.Kind)
        {
            case ProgramNodeKind.Nil:
                return Decision.Denied;
            case ProgramNodeKind.Self:
                return _question.IsSubject(resource) ? Decision.Allowed : Decision.Denied;
            case ProgramNodeKind.Member:
                return Value(resource, node.Member!);
            case ProgramNodeKind.Union:
                return node.Operands.Select(operand => ValueOf(operand, resource)).Aggregate(Decisions.Either);
            case ProgramNodeKind.Intersection:
                return node.Operands.Select(operand => ValueOf(operand, resource)).Aggregate(Decisions.Both);
            case ProgramNodeKind.Exclusion:
                return Decisions.Both(ValueOf(node.Operands[0], resource), Decisions.Not(ValueOf(node.Operands[1], resource)));
            default:
                var values = Subjects(resource, node.Member!)
                    .Where(pair => !pair.Key.IsWildcard)
                    .Select(pair => node.TargetOf(pair.Key.Type) is { } target
                        ? Decisions.Both(_question.Worth(pair.Value).Decision, Value(pair.Key.Object, target)) : Decision.Denied)
                    .DefaultIfEmpty(Decision.Denied);
                return values.Aggregate(node.Kind == ProgramNodeKind.ArrowAny ? Decisions.Either : Decisions.Both);
        }
    }

    private bool Names(in SubjectKey subject) =>
        subject == _question.Subject || (subject.IsWildcard && subject.Type == _question.Subject.Type && _question.Subject.Relation == RelationId.None);

    private static List<ExplanationStep>? Single(ExplanationStep? step) => step is null ? null : [step];

    private ExplanationStep Cut(ObjectKey resource, string name, Decision decision)
    {
        IsCut = true;
        return new(ExplanationKind.Cut, References.Format(_question.State, _question.Structure, resource), name, null, decision, null, []);
    }

    private ExplanationStep Step(
        ObjectKey resource, string relation, SubjectKey subject, Decision decision, in RelationshipTerms terms, IReadOnlyList<ExplanationStep>? steps = null) =>
        Step(ExplanationKind.Relationship, resource, relation, subject, decision, steps, terms);

    private ExplanationStep Step(
        ExplanationKind kind,
        ObjectKey resource,
        string relation,
        SubjectKey? subject,
        Decision decision,
        IReadOnlyList<ExplanationStep>? steps = null,
        RelationshipTerms? terms = null)
    {
        _steps++;
        SubjectReference? named = subject is { } key ? References.Format(_question.State, _question.Structure, key) : null;
        var held = terms ?? RelationshipTerms.Unconditional;
        return new(kind, References.Format(_question.State, _question.Structure, resource), relation, named, decision, Expiry.ToTime(held.ExpiresAt), steps ?? [])
        {
            Caveat = held.Caveat is null ? null : ConditionOf(held.Caveat),
        };
    }

    private ExplainedCaveat ConditionOf(StoredCaveat caveat)
    {
        var worth = _question.Worth(new(Expiry.Never, caveat));
        return new(caveat.ToReference(), worth.Decision, worth.Doubt is null ? [] : worth.Doubt.Missing);
    }
}
