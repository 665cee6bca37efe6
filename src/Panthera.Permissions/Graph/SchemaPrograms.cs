using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Leopard;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Graph;

/// <summary>The programs of every permission of one schema, compiled once when the schema is written or loaded. Immutable.</summary>
internal sealed class SchemaPrograms
{
    private readonly CompiledPermission?[][] _members;

    private SchemaPrograms(CompiledPermission?[][] members) => _members = members;

    internal static SchemaPrograms Empty { get; } = new([]);

    /// <summary>Whether some relation names files as subjects, other than a file's parent.</summary>
    internal bool FilesAreSubjects { get; private init; }

    /// <summary>Whether some permission asks something of a file's owner.</summary>
    internal bool AsksOwners { get; private init; }

    /// <summary>Whether some permission is had by the resource itself.</summary>
    internal bool UsesSelf { get; private init; }

    /// <summary>Which relations make groups of groups.</summary>
    internal UsersetPlan Usersets { get; private init; } = UsersetPlan.Empty;

    internal CompiledPermission? Find(TypeId type, RelationId member)
    {
        if (type.Value >= _members.Length) return null;
        var members = _members[type.Value];
        return member.Value < members.Length ? members[member.Value] : null;
    }

    /// <summary>Compiles a schema whose every name has its number.</summary>
    internal static SchemaPrograms Compile(CompiledSchema schema, PermissionsState names)
    {
        var members = new CompiledPermission?[names.NextType][];
        Array.Fill(members, []);
        var relationCount = (int)names.NextRelation;
        var filesAreSubjects = false;
        foreach (var definition in schema.Definitions)
        {
            names.TryGetType(definition.Name, out var type);
            var ofType = members[type.Value] = new CompiledPermission?[relationCount];
            foreach (var member in definition.Members)
            {
                names.TryGetRelation(member.Name, out var id);
                var compiled = ofType[id.Value] = new(type, definition.Name, id, member.Name, member is Relation)
                {
                    IsDirect = member is Relation { AllowsUserset: false },
                    AllowsUsersets = member is Relation { AllowsUserset: true },
                    AllowsWildcards = member is Relation { AllowsWildcard: true },
                };
                if (member is Relation relation && !compiled.IsStructuralParent)
                    filesAreSubjects |= relation.AllowedSubjects.Any(subject => subject.Type.Name == Structure.FileIdText.TypeName);
            }
        }

        var builder = new Builder(schema, names, members);
        foreach (var definition in schema.Definitions) builder.Build(definition);
        foreach (var member in members.SelectMany(ofType => ofType))
        {
            member?.Settle();
            if (member is not { IsOnFile: true }) continue;
            AncestorWalkCompiler.Compile(member, relationCount);
            member.SettleBitmaps(filesAreSubjects || builder.AsksOwners);
        }

        MarkMemberships(schema, names, members);
        var usersets = UsersetPlan.Make(schema, names, [.. members.SelectMany(ofType => ofType).OfType<CompiledPermission>()], (type, id) => members[type.Value] is { Length: > 0 } ofType ? ofType[id.Value] : null);
        return new(members) { Usersets = usersets, FilesAreSubjects = filesAreSubjects, AsksOwners = builder.AsksOwners, UsesSelf = builder.UsesSelf };
    }

    /// <summary>Marks the relations by which somebody may come to be in a userset that some relation allows.</summary>
    private static void MarkMemberships(CompiledSchema schema, PermissionsState names, CompiledPermission?[][] members)
    {
        var all = members.SelectMany(ofType => ofType).OfType<CompiledPermission>();
        CompiledPermission[] usersets = [.. all.Where(member => member.AllowsUsersets).SelectMany(relation => ProgramReach.UsersetsOf(relation, schema, names, Find))];
        foreach (var userset in usersets) userset.IsUserset = true;
        foreach (var member in ProgramReach.Of(usersets, schema, names, Find)) member.IsMembership = member.IsRelation;

        CompiledPermission? Find(TypeId type, RelationId id) => members[type.Value] is { Length: > 0 } ofType ? ofType[id.Value] : null;
    }

    private sealed class Builder(CompiledSchema schema, PermissionsState names, CompiledPermission?[][] members)
    {
        private readonly Dictionary<string, CompiledPermission?[]> _targets = new(StringComparer.Ordinal);

        internal bool AsksOwners { get; private set; }

        internal bool UsesSelf { get; private set; }

        internal void Build(Definition definition)
        {
            foreach (var member in definition.Members)
            {
                if (member is Permission permission && TryFind(definition.Name, member.Name, out var compiled)) compiled.SetBody(Build(permission.Body));
            }
        }

        private ProgramNode Build(Expression expression) => expression switch
        {
            UnionExpression union => new(ProgramNodeKind.Union) { Operands = [.. union.Operands.Select(Build)] },
            IntersectionExpression intersection => new(ProgramNodeKind.Intersection) { Operands = [.. intersection.Operands.Select(Build)] },
            ExclusionExpression exclusion => new(ProgramNodeKind.Exclusion) { Operands = [Build(exclusion.Left), Build(exclusion.Right)] },
            MemberExpression member => new(ProgramNodeKind.Member) { Member = Find(member.Member) },
            ArrowExpression arrow => BuildArrow(arrow),
            NilExpression => new(ProgramNodeKind.Nil),
            SelfExpression => BuildSelf(),

            // Failing here refuses the schema: an operation that is not understood must never be skipped.
            _ => throw new NotSupportedException($"`{expression}` cannot be evaluated by this version"),
        };

        private ProgramNode BuildSelf()
        {
            UsesSelf = true;
            return new(ProgramNodeKind.Self);
        }

        private ProgramNode BuildArrow(ArrowExpression arrow)
        {
            // What is asked of each type depends on the name alone: once a name, the tables together are as large as the one of all programs, which is bounded.
            if (!_targets.TryGetValue(arrow.Right, out var targets)) _targets.Add(arrow.Right, targets = TargetsOf(arrow.Right));
            var left = Find(arrow.Left);
            AsksOwners |= left.IsStructuralOwner;
            var kind = arrow.Kind == ArrowKind.Any ? ProgramNodeKind.ArrowAny : ProgramNodeKind.ArrowAll;

            // The tree's owners were allowed when they came to own; a later schema need not allow their type any more, and they own still.
            CompiledPermission[] reached = left.IsStructuralOwner
                ? [.. targets.OfType<CompiledPermission>()]
                : [.. Allowed(arrow.Left).Select(type => targets[type.Value]).OfType<CompiledPermission>()];
            var leadsToDirect = kind == ProgramNodeKind.ArrowAny && !left.AllowsUsersets && Array.TrueForAll(reached, static target => target.IsDirect);
            return new(kind) { Member = left, Targets = targets, TargetName = arrow.Right, DirectTargets = reached, LeadsToDirect = leadsToDirect };
        }

        private CompiledPermission?[] TargetsOf(string name)
        {
            var targets = new CompiledPermission?[members.Length];
            foreach (var definition in schema.Definitions)
            {
                names.TryGetType(definition.Name, out var type);
                if (TryFind(definition.Name, name, out var target)) targets[type.Value] = target;
            }

            return targets;
        }

        private IEnumerable<TypeId> Allowed(Relation relation)
        {
            foreach (var type in relation.AllowedSubjects.Select(allowed => allowed.Type.Name).Distinct())
            {
                names.TryGetType(type, out var id);
                yield return id;
            }
        }

        private CompiledPermission Find(Member member)
        {
            TryFind(member.Definition.Name, member.Name, out var found);
            return found!;
        }

        private bool TryFind(string type, string member, [NotNullWhen(true)] out CompiledPermission? found)
        {
            found = null;
            if (!names.TryGetType(type, out var typeId) || !names.TryGetRelation(member, out var id)) return false;
            found = members[typeId.Value][id.Value];
            return found is not null;
        }
    }
}
