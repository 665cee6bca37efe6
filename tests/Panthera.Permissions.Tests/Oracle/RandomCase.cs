using System.Text;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>A random schema with relationships that it allows, cycles and all, and perhaps a tree; wholly determined by its seed.</summary>
internal sealed class RandomCase
{
    private static readonly string[] s_types = ["group", "file", "team"];
    private static readonly string[] s_people = ["user:ann", "user:bob", "user:cat", "agent:bot"];
    private const string Caveats = """
        caveat at_least(amount int, needed int) { amount >= needed }
        caveat flagged(flag bool) { flag }
        caveat divides(one int, two int) { one / two == 1 }
        """;

    private static readonly string[] s_caveats = ["at_least", "flagged", "divides"];
    private static readonly bool s_hasCaveats = SchemaCompiler.TryCompile("caveat flagged(flag bool) { flag }\ndefinition user {}", out _, out _);
    private readonly Random _random;

    internal RandomCase(int seed)
    {
        _random = new(seed);
        HasTree = _random.Next(3) > 0;
        do SchemaText = MakeSchema();
        while (!SchemaCompiler.TryCompile(SchemaText, out _, out _));
        Schema = SchemaCompiler.Compile(SchemaText);
        if (HasTree) Tree = MakeTree();
        Relationships = [.. Enumerable.Range(0, 5 + _random.Next(30)).Select(_ => MakeRelationship()).OfType<Relationship>()
            .DistinctBy(relationship => relationship with { ExpiresAt = null, Caveat = null })];
    }

    internal bool HasTree { get; }

    internal string SchemaText { get; }

    internal CompiledSchema Schema { get; }

    internal FakeTree? Tree { get; }

    internal List<Relationship> Relationships { get; }

    /// <summary>What requests give to caveats.</summary>
    internal IEnumerable<CaveatContext?> Contexts() => [null, MakeContext(["amount", "needed", "flag", "one", "two"])];

    internal IEnumerable<SubjectReference> Subjects()
    {
        foreach (var person in s_people) yield return SubjectReference.Parse(person);
        yield return new("user", "stranger");
        yield return new(Pick(s_types), AnyId("group"), null);
        for (var i = 0; i < 3; i++)
        {
            var definition = Schema.Definitions[_random.Next(2, Schema.Definitions.Length)];
            yield return new(definition.Name, AnyId(definition.Name), Pick(definition.Members).Name);
        }
    }

    internal IEnumerable<(ObjectReference Resource, string Member)> Resources() =>
        from definition in Schema.Definitions
        from id in Ids(definition.Name)
        from member in definition.Members
        select (new ObjectReference(definition.Name, id), member.Name);

    /// <summary>Moves a file, keeping the tree a tree; or detaches one.</summary>
    internal void ChangeTree()
    {
        if (Tree is null) return;
        var file = (ulong)_random.Next(2, 9);
        if (_random.Next(4) == 0) Tree.Parents.Remove(file);
        else Tree.Parents[file] = (ulong)_random.Next(1, (int)file);
    }

    internal T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    public override string ToString() =>
        SchemaText + "\n" + string.Join('\n', Relationships)
        + (Tree is null ? "" : "\n" + string.Join('\n', Tree.Owners.Select(pair => $"{pair.Key} under {Tree.Parents.GetValueOrDefault(pair.Key)} of {pair.Value}")));

    private string MakeSchema()
    {
        var text = new StringBuilder("""
            use expiration
            use self
            CAVEATS
            definition user {}
            definition agent {}

            """.Replace("CAVEATS", s_hasCaveats ? Caveats : "", StringComparison.Ordinal));
        foreach (var type in s_types)
        {
            text.Append($"definition {type} {{\n");
            if (type == "file") text.Append("relation parent: file\nrelation owner: user | agent\n");
            for (var i = 0; i < 2; i++) text.Append($"relation rel{i}: {MakeAllowed(false)}\n");
            text.Append($"relation pub: {MakeAllowed(true)}\n");
            string[] names = type == "file" ? ["share", "write", "read"] : ["can0", "can1"];
            for (var i = 0; i < names.Length; i++)
            {
                var earlier = names.Take(i).Concat(type == "file" ? ["rel0", "rel1", "pub", "owner"] : ["rel0", "rel1", "pub"]).ToList();
                var body = type == "file" && _random.Next(2) == 0 ? MakeInherited(names[i], earlier) : MakeExpression(type, earlier, 2);
                text.Append($"permission {names[i]} = {body}\n");
            }

            text.Append("}\n");
        }

        return text.ToString();
    }

    private string MakeInherited(string name, List<string> earlier)
    {
        var operands = Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Pick(earlier)).Append($"parent->{(_random.Next(4) == 0 ? Pick(earlier) : name)}");
        var union = string.Join(" + ", operands.OrderBy(_ => _random.Next()));
        return _random.Next(3) == 0 ? $"({union}) - {Pick(earlier)}" : union;
    }

    private string MakeAllowed(bool isPublic)
    {
        HashSet<string> forms = [];
        var count = 1 + _random.Next(3);
        while (forms.Count < count)
        {
            var form = _random.Next(8) switch
            {
                0 or 1 or 2 => "user",
                3 => "agent",
                4 => Pick(s_types),
                _ => Pick(s_types) is var type && type == "file" ? $"file#{Pick(["rel0", "rel1", "read", "write"])}" : $"{type}#{Pick(["rel0", "rel1", "can0", "can1"])}",
            };
            forms.Add(form + MakeTerms());
        }

        if (isPublic) forms.Add("user:*" + MakeTerms());
        return string.Join(" | ", forms);
    }

    private string MakeTerms() => (_random.Next(4), s_hasCaveats ? _random.Next(3) : 1) switch
    {
        (0, 0) => $" with {Pick(s_caveats)} and expiration",
        (0, _) => " with expiration",
        (_, 0) => $" with {Pick(s_caveats)}",
        _ => "",
    };

    private string MakeExpression(string type, List<string> members, int depth)
    {
        if (depth == 0 || _random.Next(4) == 0)
        {
            var left = type == "file" ? Pick(["rel0", "rel1", "parent", "parent", "owner"]) : Pick(["rel0", "rel1"]);
            var right = Pick(["rel0", "rel1", "can0", "can1", "read", "write"]);
            return _random.Next(12) switch
            {
                0 => Pick(["nil", "self"]),
                1 or 2 => $"{left}->{right}",
                3 => $"{left}.any({right})",
                4 or 5 => $"{left}.all({right})",
                _ => Pick(members),
            };
        }

        var operation = Pick([" + ", " + ", " + ", " & ", " - "]);
        return $"({MakeExpression(type, members, depth - 1)}{operation}{MakeExpression(type, members, depth - 1)})";
    }

    private FakeTree MakeTree()
    {
        var tree = new FakeTree();
        for (ulong file = 1; file <= 8; file++) tree.Add(file, file == 1 ? 0 : (ulong)_random.Next(1, (int)file), Pick(s_people));
        return tree;
    }

    private Relationship? MakeRelationship()
    {
        var definition = Schema.Definitions[_random.Next(2, Schema.Definitions.Length)];
        var relations = definition.Members.OfType<Relation>().Where(member => !HasTree || member.Name is not ("parent" or "owner")).ToList();
        var relation = Pick(relations);
        var form = Pick(relation.AllowedSubjects);
        var id = form.IsWildcard ? "*" : form.Type.Name is "user" or "agent" ? Pick(["ann", "bob", "cat", "bot"]) : AnyId(form.Type.Name);
        DateTimeOffset? expiresAt = form.RequiresExpiration ? TestTenant.Start.AddMinutes(Pick([-5, 0, 5, 10])) : null;
        var caveat = form.Caveat is null ? null : new RelationshipCaveat(form.Caveat.Name, MakeContext([.. form.Caveat.Parameters.Select(parameter => parameter.Name)]));
        return new(new(definition.Name, AnyId(definition.Name)), relation.Name, new(form.Type.Name, id, form.Relation?.Name), expiresAt, caveat);
    }

    /// <summary>A context that gives some of the parameters that caveats have; null for nothing.</summary>
    internal CaveatContext? MakeContext(IReadOnlyList<string> names)
    {
        var given = names.Where(_ => _random.Next(2) == 0).Select(name => name == "flag" ? $"\"flag\":{(_random.Next(2) == 0 ? "true" : "false")}" : $"\"{name}\":{_random.Next(3)}").ToList();
        if (given.Count == 0) return null;
        Assert.True(CaveatContext.TryParse($"{{{string.Join(',', given)}}}", out var context, out var error), error);
        return context;
    }

    private string AnyId(string type) => Pick(Ids(type).ToList());

    private IEnumerable<string> Ids(string type) => type switch
    {
        "file" when HasTree => Enumerable.Range(1, 8).Select(file => FileIdText.Format((ulong)file)),
        "user" or "agent" => ["ann", "bob"],
        _ => ["aa", "bb", "cc"],
    };
}
