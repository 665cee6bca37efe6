using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Graph;

/// <summary>Answers questions about permissions over one pinned snapshot at one reading of the clock.</summary>
/// <remarks>Thread-safe and cheap to make; holding it holds the snapshot. Checks allocate nothing once a scope has grown to its size.</remarks>
/// <typeparam name="TStructure">The tree; <see cref="EmptyStructure"/> for a bare tenant.</typeparam>
public readonly struct PermissionGraph<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private readonly TStructure _structure;
    private readonly long _nowTicks;
    private readonly EvaluationSwitches _switches;

    /// <summary>Pins a snapshot.</summary>
    /// <param name="snapshot">The tenant at one revision.</param>
    /// <param name="structure">Its tree at the same revision.</param>
    /// <param name="now">The request's one reading of the clock: relationships that expire at it or before are absent.</param>
    /// <param name="context">What the request gives to caveats; null for nothing.</param>
    /// <param name="maxDepth">How many steps a check follows, from 1 to <see cref="EvaluationLimits.LargestMaxDepth"/>; beyond, it is an error.</param>
    /// <param name="pieces">What may answer besides the graph itself; the answers are the same.</param>
    public PermissionGraph(
        TenantState snapshot,
        TStructure structure,
        DateTimeOffset now,
        CaveatContext? context = null,
        int maxDepth = EvaluationLimits.MaxDepth,
        PermissionPieces pieces = PermissionPieces.All)
        : this(snapshot, structure, now, context, new EvaluationSwitches(maxDepth, Off: PermissionPieces.All & ~pieces))
    {
    }

    internal PermissionGraph(TenantState snapshot, TStructure structure, DateTimeOffset now, CaveatContext? context, EvaluationSwitches switches)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentOutOfRangeException.ThrowIfLessThan(switches.MaxDepth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(switches.MaxDepth, EvaluationLimits.LargestMaxDepth);
        Context = context is { IsEmpty: true } ? null : context;
        _switches = switches;
        Snapshot = snapshot;
        State = snapshot.Of(PermissionsRoom.Instance);
        _structure = structure;
        _nowTicks = now.UtcTicks;
    }

    /// <summary>The tenant at the pinned revision.</summary>
    public TenantState Snapshot { get; }

    /// <summary>Its relationships.</summary>
    public PermissionsState State { get; }

    /// <summary>Its tree.</summary>
    public TStructure Structure => _structure;

    /// <summary>The clock that expiries are compared with.</summary>
    public DateTimeOffset Now => new(_nowTicks, TimeSpan.Zero);

    /// <summary>What the request gives to caveats; null for nothing.</summary>
    public CaveatContext? Context { get; }

    /// <summary>Gives up waiting for somebody else's computation of the same; a check that computes is not given up.</summary>
    public CancellationToken Cancellation { get; init; }

    internal EvaluationSwitches Switches => _switches;

    internal long NowTicks => _nowTicks;

    // INVARIANT (published-only): a draft is decided by the graph alone, and teaches nobody.
    private bool MayUseBitmaps => (_switches.Off & PermissionPieces.Bitmaps) == 0 && _structure.IsPresent && Snapshot.IsPublished;

    /// <summary>Finds the program of a permission or relation; keep it while the snapshot's schema is the same object.</summary>
    public bool TryFindPermission(string type, string name, [NotNullWhen(true)] out CompiledPermission? permission)
    {
        permission = State.TryGetType(type, out var typeId) && State.TryGetRelation(name, out var id) ? State.Programs.Find(typeId, id) : null;
        return permission is not null;
    }

    /// <summary>Finds the program of a permission or relation, or says what the schema has instead.</summary>
    public Outcome<CompiledPermission> FindPermission(string type, string name)
    {
        if (TryFindPermission(type, name, out var permission)) return permission;
        return SchemaLookup.FindType(State.Schema, type, out var definition) ?? SchemaLookup.FindMember(definition, name, out _)!;
    }

    /// <summary>Finds the subject of a check by its text. One that was never written is a subject too: wildcards match it.</summary>
    public Outcome<SubjectKey> ResolveSubject(SubjectReference subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (State.Subjects.TryGet(subject, State, out var known)) return known;
        if (subject.GrammarError() is { } error) return new Refusal(RefusalCode.InvalidArgument, error);
        if (subject.IsWildcard) return new Refusal(RefusalCode.InvalidArgument, $"`{subject}` cannot be checked: a wildcard is no subject; name one") { Reason = PermissionReasons.WildcardNotAllowed };
        if (_structure.IsPresent && subject.Id.StartsWith('='))
            return new Refusal(RefusalCode.InvalidArgument, $"`{subject}` begins with `=`, which is reserved for subjects of other tenants");
        if (SchemaLookup.FindType(State.Schema, subject.Type, out var definition) is { } unknown) return unknown;
        var relation = RelationId.None;
        if (subject.Relation is { } name)
        {
            if (SchemaLookup.FindMember(definition, name, out _) is { } noMember) return noMember;
            State.TryGetRelation(name, out relation);
        }

        References.TryFind(State, _structure, subject.Object, out var key);
        known = new(key.Type, relation, key.Id);

        // A file's number is its inode's, and says nothing about which state has it.
        if (!References.IsFile(_structure, subject.Type)) State.Subjects.Add(subject, State, known);
        return known;
    }

    /// <summary>Checks one question in text, in the graph's context.</summary>
    /// <returns>The result; or a refusal when a name is unknown or malformed.</returns>
    public Outcome<CheckResult> Check(ObjectReference resource, string permission, SubjectReference subject)
    {
        using var scope = EvaluationScope.Rent();
        return Check(new(resource, permission, subject), scope);
    }

    /// <summary>Checks a permission by numbers: the path without text.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="permission">The program, found in this snapshot's schema, of the resource's type.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="scope">What the checks of one request share.</param>
    public CheckResult Check(ObjectKey resource, CompiledPermission permission, in SubjectKey subject, EvaluationScope scope)
    {
        ArgumentNullException.ThrowIfNull(permission);
        return CheckResult.From(Decide(resource, permission, subject, Context, scope, exists: false));
    }

    /// <summary>Checks a permission on a file that the caller knows to exist in this snapshot, having resolved its path.</summary>
    /// <param name="file">The inode's number.</param>
    /// <param name="permission">The program of a permission of <c>file</c>, found in this snapshot's schema.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="scope">What the checks of one request share.</param>
    public CheckResult CheckFile(ulong file, CompiledPermission permission, in SubjectKey subject, EvaluationScope scope)
    {
        ArgumentNullException.ThrowIfNull(permission);
        return CheckResult.From(Decide(new(permission.Type, file), permission, subject, Context, scope, exists: true));
    }

    /// <summary>Checks many questions over the same snapshot; the answers are those of single checks, in the order of the questions.</summary>
    /// <param name="items">The questions.</param>
    /// <param name="cancellationToken">Gives up between two of them.</param>
    public Outcome<CheckResult>[] CheckBulk(IReadOnlyList<CheckItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new BulkCheck<TStructure>(this, items, cancellationToken).Run();
    }

    /// <summary>Checks one question in text, and says why it came out so.</summary>
    /// <returns>The explanation, whose result is that of the check; or a refusal when a name is unknown or malformed.</returns>
    public Outcome<Explanation> Explain(ObjectReference resource, string permission, SubjectReference subject)
    {
        var item = new CheckItem(resource, permission, subject);
        if (Resolve(item, out var key, out var program, out var subjectKey) is { } refusal) return refusal;
        using var scope = EvaluationScope.Rent();
        var result = Check(item, scope).Value;
        if (key.Id is ObjectKey.Unknown or ObjectKey.UnknownSubject)
        {
            // Nothing is stored of it, and its number has no text.
            var kind = result.IsAllowed ? ExplanationKind.Identity : ExplanationKind.Missing;
            return new Explanation(result, new(kind, resource, permission, null, result.Decision, null, []), IsCut: false);
        }

        var question = Ask(subjectKey, Context, scope);
        var explainer = new Explainer<TStructure>(question, scope);
        var root = explainer.Explain(key, program!, result.Decision);
        return root is null
            ? new Explanation(result, new(ExplanationKind.Cut, resource, permission, null, result.Decision, null, []), IsCut: true)
            : new Explanation(result, root, explainer.IsCut);
    }

    /// <summary>Expands a permission into the expression of subjects that computes it, usersets unexpanded.</summary>
    /// <remarks>Shallow: permissions and arrows are followed, usersets are not. Expired relationships are left out, caveats are not judged.</remarks>
    /// <returns>The root; or a refusal when a name is unknown or malformed, or the expansion too deep or too large.</returns>
    public Outcome<ExpansionNode> Expand(ObjectReference resource, string permission)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (resource.GrammarError() is { } error) return new Refusal(RefusalCode.InvalidArgument, error);
        var found = FindPermission(resource.Type, permission);
        if (!found.IsAccepted) return found.Refusal;
        References.TryFind(State, _structure, resource, out var key);
        using var scope = EvaluationScope.Rent();
        return new Expander<TStructure>(this, resource, _switches.MaxDepth, scope).Expand(key, found.Value);
    }

    /// <summary>Finds the resources of a type that a subject has a permission on, in the order of their numbers.</summary>
    /// <remarks>Lazy and bounded in memory, whatever is found. What a single check says of a resource it says too: conditional and failed ones are found
    /// as such; where a check exceeds its depth without getting near the subject, the resource may be left out. Enumerate it once, on one thread at a time.</remarks>
    /// <param name="type">The resources' type.</param>
    /// <param name="permission">The permission or relation.</param>
    /// <param name="subject">The subject; not a wildcard.</param>
    /// <param name="after">The number of the last resource found before; 0 to begin.</param>
    /// <param name="limit">How many are wanted, at most; 0 for all.</param>
    /// <param name="cancellationToken">Ends the enumeration, also where nothing is found for long.</param>
    /// <returns>The resources; or a refusal when a name is unknown or malformed.</returns>
    public Outcome<IEnumerable<FoundResource>> LookupResources(
        string type, string permission, SubjectReference subject, ulong after = 0, int limit = 0, CancellationToken cancellationToken = default)
    {
        if (ReferenceGrammar.TypeError(type) is { } error) return new Refusal(RefusalCode.InvalidArgument, error);
        var found = FindPermission(type, permission);
        if (!found.IsAccepted) return found.Refusal;
        var resolved = ResolveSubject(subject);
        if (!resolved.IsAccepted) return resolved.Refusal;
        var resources = LookupResources(found.Value, resolved.Value, subject, after, limit, cancellationToken);
        return new(limit == 0 ? resources : resources.Take(limit));
    }

    /// <summary>Finds resources by number: the look-up without text. What it finds and in which order is as with text.</summary>
    /// <param name="permission">The program, found in this snapshot's schema.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="after">The number of the last resource found before; 0 to begin.</param>
    /// <param name="limit">How many are added at most.</param>
    /// <param name="found">What is found is added here.</param>
    /// <returns>Whether there may be more.</returns>
    public bool LookupResources(CompiledPermission permission, in SubjectKey subject, ulong after, int limit, ICollection<(ulong Number, Decision Decision)> found)
    {
        ArgumentNullException.ThrowIfNull(permission);
        ArgumentNullException.ThrowIfNull(found);
        using var lookup = new ResourceLookup<TStructure>(this, permission, subject, after, limit);
        NoteLookup(permission, subject);
        List<(ulong Number, Verdict Verdict)> window = [];
        for (var more = true; more;)
        {
            window.Clear();
            more = lookup.ReadWindow(window);
            foreach (var (number, verdict) in window)
            {
                if (found.Count == limit) return true;
                found.Add((number, verdict.Decision));
            }
        }

        return false;
    }

    /// <summary>Finds the subjects of one form that have a permission on a resource, in the order of their numbers, the wildcard last.</summary>
    /// <remarks>Lazy and bounded in memory, but for whom the wildcard excludes. Enumerate it once, on one thread at a time.</remarks>
    /// <param name="resource">The resource.</param>
    /// <param name="permission">The permission or relation.</param>
    /// <param name="subjectType">The subjects' type.</param>
    /// <param name="subjectRelation">Their relation, for usersets; null for objects.</param>
    /// <param name="after">The number of the last subject found before; 0 to begin.</param>
    /// <param name="withWildcard">Whether the wildcard is looked for.</param>
    /// <param name="cancellationToken">Ends the enumeration, also where nothing is found for long.</param>
    /// <returns>The subjects; or a refusal when a name is unknown or malformed.</returns>
    public Outcome<IEnumerable<FoundSubject>> LookupSubjects(
        ObjectReference resource, string permission, string subjectType, string? subjectRelation = null, ulong after = 0, bool withWildcard = true, CancellationToken cancellationToken = default)
    {
        // The subject's id does not matter here, only that its type and relation are known.
        var item = new CheckItem(resource, permission, new(subjectType, "x", subjectRelation));
        if (Resolve(item, out var key, out var program, out var form) is { } refusal) return refusal;
        References.TryFind(State, _structure, resource, out key);

        // Of what was never written nobody has anything but itself, which has no number.
        if (key.Id == ObjectKey.Unknown) return new(FindItself(resource, program!, form, after));
        return new(new SubjectLookup<TStructure>(this, key, program!, form.Type, form.Relation).Find(after, withWildcard, cancellationToken));
    }

    /// <summary>Works out the bitmaps that are wanted by now, for later checks; answers are the same without.</summary>
    /// <param name="cancellationToken">Gives up between two slices of the work.</param>
    /// <returns>How many were made.</returns>
    public async Task<int> BuildBitmapsAsync(CancellationToken cancellationToken)
    {
        var made = 0;
        while (MayUseBitmaps && State.Indexes.Bitmaps.TryTakeWanted(out var wanted))
        {
            // It may have been wanted under an earlier schema.
            var program = State.Programs.Find(wanted.Program.Type, wanted.Program.Id);
            if (program is not { HasBitmaps: true }) continue;
            var key = wanted with { Program = program };
            if (await BitmapBuild.RunAsync(this, key, cancellationToken).ConfigureAwait(false) is not { } contents) continue;
            State.Indexes.Bitmaps.Put(key, contents);
            made++;
        }

        return made;
    }

    /// <summary>The files that relationships lead to from a subject: every file it may be allowed anything on is among them, is owned by it, or has such an ancestor.</summary>
    /// <remarks>A superset, whatever the permission: check each. Owned files are left to the tree. It costs the relationships it follows.</remarks>
    public IReadOnlyCollection<ulong> GrantedResources(in SubjectKey subject) =>
        new GrantSearch<TStructure>(State, _structure, _nowTicks).Find(subject);

    private IEnumerable<FoundResource> LookupResources(
        CompiledPermission permission, SubjectKey subject, SubjectReference name, ulong after, int limit, CancellationToken cancellationToken)
    {
        List<(ulong Number, Verdict Verdict)> found = [];
        var isFile = _structure.IsPresent && permission.IsOnFile;
        using (var lookup = new ResourceLookup<TStructure>(this, permission, subject, after, limit))
        {
            NoteLookup(permission, subject);
            for (var more = true; more;)
            {
                found.Clear();
                cancellationToken.ThrowIfCancellationRequested();
                more = lookup.ReadWindow(found);
                foreach (var (number, verdict) in found)
                {
                    var id = isFile ? FileIdText.Format(number) : References.Format(State, _structure, new ObjectKey(permission.Type, number)).Id;
                    yield return new(number, id, CheckResult.From(verdict));
                }
            }
        }

        // A subject that was never written has no number of its own, and may be what is looked for.
        if (subject.Id != ObjectKey.Unknown || name.Type != permission.TypeName || after >= ObjectKey.UnknownSubject) yield break;
        var itself = Check(name.Object, permission.Name, name);
        if (itself.IsAccepted && itself.Value.Decision != Decision.Denied) yield return new(ObjectKey.UnknownSubject, name.Id, itself.Value);
    }

    // Whoever looks up may ask about what was found, and look up again.
    private void NoteLookup(CompiledPermission permission, in SubjectKey subject)
    {
        if (!permission.HasBitmaps || Context is not null || !MayUseBitmaps || !BitmapChecks<TStructure>.Serves(subject, permission)) return;
        var key = new BitmapKey(subject.Object, permission);
        if (!State.Indexes.Bitmaps.TryGet(key, out _)) State.Indexes.Bitmaps.SawLookup(key, _structure.SlotEnd);
    }

    private IEnumerable<FoundSubject> FindItself(ObjectReference resource, CompiledPermission permission, SubjectKey form, ulong after)
    {
        if (after >= ObjectKey.UnknownSubject || form.Type != permission.Type) return [];
        var itself = new SubjectReference(resource.Type, resource.Id, form.Relation == RelationId.None ? null : State.NameOf(form.Relation));
        var result = Check(resource, permission.Name, itself);
        return result.IsAccepted && result.Value.Decision != Decision.Denied ? [new(ObjectKey.UnknownSubject, itself, result.Value, [])] : [];
    }

    internal Verdict Decide(ObjectKey resource, CompiledPermission permission, in SubjectKey subject, CaveatContext? context, EvaluationScope scope, bool exists)
    {
        if (!permission.HasBitmaps || context is not null || !MayUseBitmaps || !BitmapChecks<TStructure>.Serves(subject, permission))
            return DecideWithout(resource, permission, subject, context, scope, exists);
        var bitmaps = BitmapChecks<TStructure>.Begin(this, resource, permission, subject);
        if (bitmaps.TryDecide(exists, out var verdict)) return verdict;
        verdict = DecideWithout(resource, permission, subject, context, scope, exists);
        bitmaps.Learn(verdict, exists);
        return verdict;
    }

    private Verdict DecideWithout(ObjectKey resource, CompiledPermission permission, in SubjectKey subject, CaveatContext? context, EvaluationScope scope, bool exists)
    {
        var question = Ask(subject, context, scope);

        // INVARIANT (published-only): a draft is decided by the graph alone.
        return _switches.MayKeep(permission) && context is null && (_switches.Pieces & CheckDispatch<TStructure>.Served) != 0 && Snapshot.IsPublished
            ? new CheckDispatch<TStructure>(Snapshot, State.Indexes, _switches, scope, Cancellation).Decide(question, resource, permission, exists, out _)
            : new CheckEvaluator<TStructure>(question, scope).Evaluate(resource, permission, exists);
    }

    internal Question<TStructure> Ask(in SubjectKey subject, CaveatContext? context, EvaluationScope scope)
    {
        scope.Bind(Snapshot, _nowTicks, subject, context, _switches.MaxDepth, _switches.Pieces);
        return new(State, _structure, _nowTicks, subject, scope, _switches);
    }

    internal Outcome<CheckResult> Check(CheckItem item, EvaluationScope scope)
    {
        var resolved = Resolve(item, out var resource, out var permission, out var subject);
        if (resolved is not null) return resolved;
        return CheckResult.From(Decide(resource, permission!, subject, item.Context ?? Context, scope, exists: false));
    }

    internal Refusal? Resolve(CheckItem item, out ObjectKey resource, out CompiledPermission? permission, out SubjectKey subject)
    {
        resource = default;
        permission = null;
        subject = default;
        if (item.Resource.GrammarError() is { } error) return new(RefusalCode.InvalidArgument, error);
        var found = FindPermission(item.Resource.Type, item.Permission);
        if (!found.IsAccepted) return found.Refusal;
        permission = found.Value;
        var resolved = ResolveSubject(item.Subject);
        if (!resolved.IsAccepted) return resolved.Refusal;
        subject = resolved.Value;
        References.TryFind(State, _structure, item.Resource, out resource);

        // Two objects that were never written have the same number: that they are the same one, only their text says.
        if (resource.Id == ObjectKey.Unknown && subject.Id == ObjectKey.Unknown && item.Resource == item.Subject.Object)
        {
            resource = resource with { Id = ObjectKey.UnknownSubject };
            subject = subject with { Id = ObjectKey.UnknownSubject };
        }

        return null;
    }
}
