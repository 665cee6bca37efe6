using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Caching;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using Panthera.Storage;
using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>A tenant's schema and relationships at one revision.</summary>
/// <remarks>Immutable: readers hold it without locks.</remarks>
public sealed class PermissionsState : IRoomState
{
    // What a relationship takes in both directions, and an object with its id both ways; measured with hundreds of thousands of each.
    private const long RelationshipBytes = 130;
    private const long ObjectBytes = 170;

    // Indexed by number; 0 is unused.
    private readonly TypeTable?[] _types;
    private readonly string?[] _relationNames;
    private readonly PersistentMap<string, uint, TextOrder> _typeNumbers;
    private readonly PersistentMap<string, uint, TextOrder> _relationNumbers;

    private PersistentMap<string, RelationshipFilter, TextOrder> _counters;

    // The load that made this state and its array of types; what a load that fails has made is never seen.
    private EditToken? _load;
    private volatile bool _wasPublished;

    private PermissionsState(
        PermissionIndexes indexes,
        CompiledSchema schema,
        SchemaPrograms programs,
        TypeTable?[] types,
        string?[] relationNames,
        PersistentMap<string, uint, TextOrder> typeNumbers,
        PersistentMap<string, uint, TextOrder> relationNumbers)
    {
        Indexes = indexes;
        Schema = schema;
        Programs = programs;
        _types = types;
        _relationNames = relationNames;
        _typeNumbers = typeNumbers;
        _relationNumbers = relationNumbers;
    }

    /// <summary>The schema; <see cref="CompiledSchema.Empty"/> until one is written.</summary>
    public CompiledSchema Schema { get; }

    /// <summary>The relationships stored, expired ones included.</summary>
    public long RelationshipCount { get; private set; }

    /// <inheritdoc/>
    public long ResidentBytes => (RelationshipCount * RelationshipBytes) + ((long)NextObject * ObjectBytes) + Indexes.ResidentBytes;

    /// <summary>The caches and indexes of the load that this state is of; see <see cref="PermissionIndexes"/> for which states they may answer for.</summary>
    public PermissionIndexes Indexes { get; }

    /// <summary>The numbers of subjects asked about lately, shared by all states of a loaded tenant.</summary>
    internal SubjectNumbers Subjects => Indexes.Subjects;

    /// <summary>Whether readers may see what it says: a draft may yet be refused.</summary>
    internal bool IsPublished => _wasPublished || _load is not null;

    internal SchemaPrograms Programs { get; }

    internal long CounterCount => _counters.Count;

    /// <summary>The number that the next new object gets.</summary>
    internal ulong NextObject { get; private set; } = 1;

    internal uint NextType => (uint)_types.Length;

    internal uint NextRelation => (uint)_relationNames.Length;

    /// <summary>The tables of all types ever named, by number; the first is unused.</summary>
    internal ReadOnlySpan<TypeTable?> Types => _types;

    /// <summary>Walks the numbers of the resources of a type that have relationships stored on them, in order; what expired counts.</summary>
    public IEnumerable<ulong> ResourcesWithGrants(TypeId type)
    {
        var resources = Table(type).Forward.GetEnumerator();
        while (resources.MoveNext()) yield return resources.Key;
    }

    /// <summary>Finds the number of a type's name.</summary>
    public bool TryGetType(string name, out TypeId type)
    {
        var found = _typeNumbers.TryGetValue(name, out var number);
        type = new(number);
        return found;
    }

    /// <summary>Finds the number of a relation's or permission's name.</summary>
    public bool TryGetRelation(string name, out RelationId relation)
    {
        var found = _relationNumbers.TryGetValue(name, out var number);
        relation = new(number);
        return found;
    }

    /// <summary>The name of a type.</summary>
    public string NameOf(TypeId type) => Table(type).Name;

    /// <summary>The name of a relation or permission.</summary>
    public string NameOf(RelationId relation) => _relationNames[relation.Value]!;

    /// <summary>The state of a tenant without anything, before it is loaded.</summary>
    internal static PermissionsState CreateEmpty() => new(new(), CompiledSchema.Empty, SchemaPrograms.Empty, [null], [null], default, default);

    /// <inheritdoc/>
    public void OnPublished() => _wasPublished = true;

    /// <inheritdoc/>
    public IRoomState Apply(IRecord record, EditToken edit) => record switch
    {
        RelationshipRecord relationship => Apply(relationship, edit),
        ObjectRecord named => Apply(named, edit),
        NameRecord name => Apply(name, edit),
        CounterRecord counter => Apply(counter, edit),
        SchemaRecord schema => new PermissionsState(Indexes, schema.Schema, SchemaPrograms.Compile(schema.Schema, this), _types, _relationNames, _typeNumbers, _relationNumbers)
        {
            NextObject = NextObject,
            RelationshipCount = RelationshipCount,
            _counters = _counters,
        },
        _ => throw new ArgumentException($"`{record.GetType().Name}` is no record of the permissions room", nameof(record)),
    };

    /// <summary>Finds a relationship counter, or says that there is none.</summary>
    public Outcome<RelationshipCounter> FindCounter(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (TryGetCounter(name, out var filter)) return new RelationshipCounter(name, filter);
        return new Refusal(RefusalCode.FailedPrecondition, $"no counter `{ReferenceGrammar.Shown(name)}` is registered; register it first")
        {
            Reason = PermissionReasons.CounterNotRegistered,
            Metadata = new Dictionary<string, string> { ["counter_name"] = name },
        };
    }

    internal bool TryGetCounter(string name, [NotNullWhen(true)] out RelationshipFilter? filter) => _counters.TryGetValue(name, out filter);

    internal TypeTable Table(TypeId type) => _types[type.Value]!;

    internal bool TryGetGrants(ObjectKey resource, [NotNullWhen(true)] out ResourceGrants? grants) =>
        Table(resource.Type).Forward.TryGetValue(resource.Id, out grants);

    internal bool TryGetTargets(SubjectKey subject, [NotNullWhen(true)] out AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order>? targets) =>
        Table(subject.Type).Reverse.TryGetValue(new(subject.Id, subject.Relation), out targets);

    internal bool TryGetTerms(ObjectKey resource, RelationId relation, SubjectKey subject, out RelationshipTerms terms)
    {
        terms = default;
        return TryGetGrants(resource, out var grants) && grants.Of(relation) is { } subjects && subjects.TryGetValue(subject, out terms);
    }

    private PermissionsState Apply(RelationshipRecord record, EditToken edit)
    {
        var existed = TryGetTerms(record.Resource, record.Relation, record.Subject, out _);
        var next = OwnedBy(edit);
        var types = next._types;
        var target = new GrantTarget(record.Resource.Type, record.Relation, record.Resource.Id);
        var subject = new UsersetKey(record.Subject.Id, record.Subject.Relation);
        ref var resources = ref types[record.Resource.Type.Value];
        resources = record.IsRemoval
            ? resources!.RemoveForward(record.Resource.Id, record.Relation, record.Subject, edit)
            : resources!.SetForward(record.Resource.Id, record.Relation, record.Subject, record.Terms, edit);
        ref var subjects = ref types[record.Subject.Type.Value];
        subjects = record.IsRemoval
            ? subjects!.RemoveReverse(subject, target, edit)
            : subjects!.SetReverse(subject, target, record.Terms, edit);
        var change = record.IsRemoval ? (existed ? -1 : 0) : existed ? 0 : 1;
        next.RelationshipCount += change;
        return next;
    }

    private PermissionsState Apply(ObjectRecord record, EditToken edit)
    {
        var next = OwnedBy(edit);
        ref var table = ref next._types[record.Key.Type.Value];
        table = table! with { Numbers = table.Numbers.Set(record.Id, record.Key.Id, edit), Texts = table.Texts.Set(record.Key.Id, record.Id, edit) };
        next.NextObject = Math.Max(NextObject, record.Key.Id + 1);
        return next;
    }

    private PermissionsState Apply(CounterRecord record, EditToken edit)
    {
        var next = OwnedBy(edit);
        next._counters = record.Filter is { } filter ? _counters.Set(record.Name, filter, edit) : _counters.Remove(record.Name, edit);
        return next;
    }

    private PermissionsState Apply(NameRecord record, EditToken edit)
    {
        var types = _types;
        var relationNames = _relationNames;
        var typeNumbers = _typeNumbers;
        var relationNumbers = _relationNumbers;
        if (record.IsType)
        {
            types = Grown(types, record.Number);
            types[record.Number] = new(new(record.Number), record.Name);
            typeNumbers = typeNumbers.Set(record.Name, record.Number, edit);
        }
        else
        {
            relationNames = Grown(relationNames, record.Number);
            relationNames[record.Number] = record.Name;
            relationNumbers = relationNumbers.Set(record.Name, record.Number, edit);
        }

        return new(Indexes, Schema, Programs, types, relationNames, typeNumbers, relationNumbers) { NextObject = NextObject, RelationshipCount = RelationshipCount, _counters = _counters };
    }

    // Always a copy: the array before belongs to the state before.
    private static T[] Grown<T>(T[] before, uint index)
    {
        var grown = new T[Math.Max(before.Length, (int)index + 1)];
        before.CopyTo(grown, 0);
        return grown;
    }

    private PermissionsState OwnedBy(EditToken edit)
    {
        if (ReferenceEquals(_load, edit)) return this;
        return new(Indexes, Schema, Programs, (TypeTable?[])_types.Clone(), _relationNames, _typeNumbers, _relationNumbers)
        {
            NextObject = NextObject,
            RelationshipCount = RelationshipCount,
            _counters = _counters,
            _load = edit.IsLoad ? edit : null,
        };
    }
}
