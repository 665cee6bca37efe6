using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>What look-ups and expansions must say, given what the naive checker says of each pair.</summary>
internal static class LookupAgreement
{
    private const int MaxSteps = 300;

    /// <summary>Every resource that the subject is not denied, with the verdict of its check, at every page size and without the search.</summary>
    internal static void AssertResources(PermissionGraph<FakeStructure> graph, NaiveChecker oracle, IReadOnlyList<(ObjectReference Resource, string Member)> resources, SubjectReference subject, Sample sample, string context)
    {
        foreach (var group in resources.GroupBy(one => (one.Resource.Type, one.Member)))
        {
            var (type, member) = group.Key;
            var wanted = group.Select(one => (one.Resource.Id, Verdict: oracle.Judge(one.Resource, member, subject)))
                .Where(one => one.Verdict.Decision != Decision.Denied).OrderBy(one => one.Id, StringComparer.Ordinal).Select(one => Show(one.Id, one.Verdict)).ToList();
            var found = graph.LookupResources(type, member, subject).Value.ToList();
            var what = $"{type}#{member}@{subject}: {context}";
            AssertEqual(wanted, found.OrderBy(one => one.Id, StringComparer.Ordinal).Select(one => Show(one.Id, one.Result)), what);
            Assert.True(found.Zip(found.Skip(1)).All(pair => pair.First.Number < pair.Second.Number), $"out of order: {what}");
            if (!sample.Takes(4)) continue;
            foreach (var size in sample.PageSizes(found.Count))
                AssertEqual(found.Select(Show), Paged(after => graph.LookupResources(type, member, subject, after).Value, one => one.Number, size).Select(Show), $"by {size}: {what}");
            AssertWalked(graph, type, member, subject, found, what);
        }
    }

    /// <summary>Whoever is not denied is found or covered by the wildcard, which excepts whom it does not cover.</summary>
    internal static void AssertSubjects(
        PermissionGraph<FakeStructure> graph, NaiveChecker oracle, ObjectReference resource, string member, IReadOnlyList<SubjectReference> known, string type, string? relation, Sample sample, string context)
    {
        var what = $"{resource}#{member}@{type}:?#{relation}: {context}";
        var found = graph.LookupSubjects(resource, member, type, relation).Value.ToList();
        var stranger = oracle.Judge(resource, member, new(type, "nobody/yet", relation));
        var wildcard = found.SingleOrDefault(one => one.Subject.IsWildcard);
        if (relation is null) Assert.True(Show("", stranger) == (wildcard is null ? Show("", default(NaiveVerdict)) : Show("", wildcard.Result)), $"the wildcard is {wildcard?.Result}, a stranger {stranger.Decision}: {what}");
        else Assert.Null(wildcard);
        foreach (var one in found.Where(one => !one.Subject.IsWildcard)) AssertEqual([Show(one.Subject.Id, oracle.Judge(resource, member, one.Subject))], [Show(one.Subject.Id, one.Result)], what);
        foreach (var one in wildcard?.Excluded ?? []) AssertEqual([Show(one.Subject.Id, oracle.Judge(resource, member, one.Subject))], [Show(one.Subject.Id, one.Result)], $"excluded: {what}");
        foreach (var subject in known.Where(one => one.Type == type && one.Relation == relation))
        {
            var wanted = oracle.Judge(resource, member, subject);
            var isFound = found.Any(one => one.Subject == subject);
            var isExcluded = wildcard?.Excluded.Any(one => one.Subject == subject) ?? false;
            var covers = wildcard is not null && Show("", wildcard.Result) == Show("", wanted);
            Assert.True(isFound || wanted.Decision == Decision.Denied || covers, $"{subject} is {wanted.Decision} and left out: {what}");
            Assert.True(wildcard is null || wildcard.Result.Decision == Decision.Error || wanted.Decision == Decision.Allowed || covers || isExcluded, $"{subject} is {wanted.Decision} and not excepted: {what}");
        }

        if (!sample.Takes(8)) return;
        foreach (var size in sample.PageSizes(found.Count))
            AssertEqual(found.Select(Show), Paged(after => graph.LookupSubjects(resource, member, type, relation, after).Value, one => one.Number, size).Select(Show), $"by {size}: {what}");
        AssertWalked(graph, resource, member, type, relation, found, what);
    }

    /// <summary>Who is in an expansion, its usersets expanded again and again, is who is allowed if every caveat were true.</summary>
    /// <returns>Whether it could be told.</returns>
    internal static bool AssertExpansion(ExpansionTable table, NaiveChecker withoutCaveats, ObjectReference resource, string member, SubjectReference subject, string context)
    {
        if (!table.Exists(subject.Object)) return false;
        var steps = 0;
        if (table.Find(resource, member) is not { } expanded || Contains(table, expanded, subject, [], ref steps) is not { } contained) return false;
        var wanted = withoutCaveats.Check(resource, member, subject);
        if (contained != (wanted == Decision.Allowed)) Assert.Fail($"the expansion {(contained ? "has" : "lacks")} {subject}, which is {wanted} of {resource}#{member}: {context}");
        return true;
    }

    internal static string Show(string id, NaiveVerdict verdict) => $"{id} {verdict.Decision} {string.Join(',', verdict.Missing)}";

    private static string Show(string id, CheckResult result) => $"{id} {result.Decision} {string.Join(',', result.MissingContext)}";

    private static string Show(FoundResource found) => Show(found.Id, found.Result);

    private static string Show(FoundSubject found) => $"{found.Subject} {found.Result.Decision} but {string.Join(' ', found.Excluded.Select(one => one.Subject))}";

    private static void AssertEqual(IEnumerable<string> wanted, IEnumerable<string> found, string what)
    {
        if (!wanted.SequenceEqual(found)) Assert.Fail($"found {string.Join("; ", found)}, not {string.Join("; ", wanted)}: {what}");
    }

    private static void AssertWalked(PermissionGraph<FakeStructure> graph, string type, string member, SubjectReference subject, List<FoundResource> found, string what)
    {
        Assert.True(graph.TryFindPermission(type, member, out var permission));
        using var lookup = new ResourceLookup<FakeStructure>(graph, permission, graph.ResolveSubject(subject).Value, after: 0, searches: false);
        List<(ulong Number, Verdict Verdict)> walked = [];
        while (lookup.ReadWindow(walked))
        {
        }

        Assert.True(found.Where(one => one.Number != Permissions.Relationships.ObjectKey.UnknownSubject).Select(one => one.Number).SequenceEqual(walked.Select(one => one.Number)), $"a walk over all finds otherwise: {what}");
    }

    private static void AssertWalked(PermissionGraph<FakeStructure> graph, ObjectReference resource, string member, string type, string? relation, List<FoundSubject> found, string what)
    {
        Assert.Null(graph.Resolve(new(resource, member, new(type, "x", relation)), out _, out var permission, out var form));
        Permissions.Relationships.References.TryFind(graph.State, graph.Structure, resource, out var key);
        if (key.Id == Permissions.Relationships.ObjectKey.Unknown) return;
        var walked = new SubjectLookup<FakeStructure>(graph, key, permission!, form.Type, form.Relation, searches: false).Find(after: 0, withWildcard: false).Select(one => one.Subject).ToHashSet();
        Assert.True(found.Where(one => !one.Subject.IsWildcard).All(one => walked.Contains(one.Subject)), $"a walk over all misses some: {what}");
        if (!found.Exists(one => one.Subject.IsWildcard)) Assert.True(walked.Count == found.Count, $"a walk over all finds {string.Join(' ', walked)}: {what}");
    }

    private static List<T> Paged<T>(Func<ulong, IEnumerable<T>> lookup, Func<T, ulong> number, int size)
    {
        List<T> all = [];
        for (ulong after = 0; ;)
        {
            var page = lookup(after).Take(size).ToList();
            all.AddRange(page);
            if (page.Count < size) return all;
            Assert.True(number(page[0]) > after, $"a page begins at {number(page[0])} again, after {after}");
            after = number(page[^1]);
        }
    }

    // Null where it cannot be told: a cycle, or more than a test should follow.
    private static bool? Contains(ExpansionTable table, ExpansionNode node, SubjectReference subject, HashSet<string> path, ref int steps)
    {
        if (subject.Relation == node.Relation && subject.Object == node.Resource) return true;
        if (++steps > MaxSteps) return null;
        if (node.Kind == ExpansionKind.Leaf) return LeafContains(table, node, subject, path, ref steps);
        bool? result = node.Kind == ExpansionKind.Intersection;
        for (var i = 0; i < node.Children.Count; i++)
        {
            var inner = Contains(table, node.Children[i], subject, path, ref steps);
            if (inner is null) return null;
            result = node.Kind switch
            {
                ExpansionKind.Union => result | inner,
                ExpansionKind.Intersection => result & inner,
                _ => i == 0 ? inner : result & !inner,
            };
        }

        return result;
    }

    private static bool? LeafContains(ExpansionTable table, ExpansionNode leaf, SubjectReference subject, HashSet<string> path, ref int steps)
    {
        if (leaf.Subjects.Any(one => one == subject || (one.IsWildcard && one.Type == subject.Type && subject.Relation is null))) return true;
        var result = false;
        foreach (var userset in leaf.Subjects.Where(one => one.Relation is not null))
        {
            if (!path.Add(userset.ToString())) return null;
            var inner = table.Find(userset.Object, userset.Relation!) is { } expanded ? Contains(table, expanded, subject, path, ref steps) : null;
            path.Remove(userset.ToString());
            if (inner is null) return null;
            result |= inner.Value;
        }

        return result;
    }
}
