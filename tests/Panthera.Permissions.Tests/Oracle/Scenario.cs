using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;
using YamlDotNet.Serialization;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>A published scenario: a schema, relationships, and what is asserted of them.</summary>
internal sealed class Scenario
{
    private static readonly (string, Decision)[] s_kinds = [("assertTrue", Decision.Allowed), ("assertFalse", Decision.Denied), ("assertCaveated", Decision.Conditional)];

    private Scenario(string name, Dictionary<string, object> content)
    {
        Name = name;
        Schema = SchemaCompiler.Compile((string)content["schema"]);
        Written = [.. ((string)content["relationships"]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal)).Distinct()];
        Relationships = [.. Written.Select(Relationship.Parse)];
        Assertions = [.. ReadAssertions(content)];
        Contexts = [null, .. Assertions.Select(one => one.Question.Split(" with ")).Where(parts => parts.Length > 1).Select(parts => TestTenant.Context(parts[1])).Distinct()];
        Subjects = [.. Objects().SelectMany(reference => Members(reference.Type).Prepend(null).Select(member => new SubjectReference(reference.Type, reference.Id, member)))];
        Resources = [.. Objects().SelectMany(reference => Members(reference.Type).Select(member => (reference, member)))];
    }

    internal string Name { get; }

    internal CompiledSchema Schema { get; }

    internal string[] Written { get; }

    internal IReadOnlyList<Relationship> Relationships { get; }

    internal IReadOnlyList<(string Question, Decision Wanted)> Assertions { get; }

    /// <summary>No context, and those that the assertions are made in.</summary>
    internal IReadOnlyList<CaveatContext?> Contexts { get; }

    /// <summary>Every known object, with every relation and permission and without; and of each type one that was never written.</summary>
    internal IReadOnlyList<SubjectReference> Subjects { get; }

    /// <summary>Every relation and permission of every known object, and of one that was never written.</summary>
    internal IReadOnlyList<(ObjectReference Resource, string Member)> Resources { get; }

    internal static async Task<Scenario> ReadAsync(string path, CancellationToken cancellationToken) =>
        new(Path.GetFileName(path), new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(await File.ReadAllTextAsync(path, cancellationToken)));

    private static IEnumerable<(string, Decision)> ReadAssertions(Dictionary<string, object> content)
    {
        if (!content.TryGetValue("assertions", out var found) || found is not Dictionary<object, object> assertions) yield break;
        foreach (var (kind, wanted) in s_kinds)
        {
            if (!assertions.TryGetValue(kind, out var list) || list is not List<object> questions) continue;
            foreach (var question in questions.Cast<string>()) yield return (question, wanted);
        }
    }

    private IEnumerable<ObjectReference> Objects() => Relationships.SelectMany(one => (ObjectReference[])[one.Resource, one.Subject.Object])
        .Where(reference => reference.Id != "*").Concat(Schema.Definitions.Select(definition => new ObjectReference(definition.Name, "stranger"))).Distinct();

    private IEnumerable<string> Members(string type)
    {
        Assert.True(Schema.TryGetDefinition(type, out var definition));
        return definition.Members.Select(member => member.Name);
    }
}
