using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests.Leopard;

/// <summary>A tenant of groups and teams with every kind of relationship between them, changed at random.</summary>
internal sealed class GroupModel(Random random, TestTenant tenant)
{
    internal const string Schema = """
        use expiration
        caveat flagged(flag bool) { flag }
        definition user {}
        definition group {
            relation direct: user | user with expiration | user with flagged | group#member | group#direct | group#member with expiration | group#member with flagged | team#leads | team#all
            relation shared: user | team#all
            relation open: user:*
            permission member = direct + shared + open
        }
        definition team {
            relation lead: user | group#member
            relation banned: user
            relation parent: team
            permission leads = lead - banned
            permission all = lead + parent->lead
        }
        definition document { relation viewer: user | group#member | group#member with expiration | team#leads }
        """;

    /// <summary>The same, with teams that are pure and groups that are not.</summary>
    internal const string OtherSchema = """
        use expiration
        caveat flagged(flag bool) { flag }
        definition user {}
        definition group {
            relation direct: user | user with expiration | user with flagged | group#member | group#direct | group#member with expiration | group#member with flagged | team#leads | team#all
            relation shared: user | team#all
            relation open: user:*
            permission member = direct & direct
        }
        definition team {
            relation lead: user | group#member
            relation banned: user
            relation parent: team
            permission leads = lead + banned
            permission all = lead
        }
        definition document { relation viewer: user | group#member | group#member with expiration | team#leads }
        """;

    private const int Groups = 7;
    private static readonly string[] s_users = ["user:ann", "user:bob", "user:cat"];

    internal int Decided { get; private set; }

    internal int Asked { get; private set; }

    internal static IEnumerable<string> Usersets() =>
        Enumerable.Range(0, Groups).SelectMany(group => new[] { $"group:g{group}#member", $"group:g{group}#direct" })
            .Concat(Enumerable.Range(0, 3).SelectMany(team => new[] { $"team:t{team}#leads", $"team:t{team}#lead", $"team:t{team}#all" }))
            .Append("document:d#viewer");

    /// <summary>Writes or deletes a few relationships in one commit.</summary>
    internal async Task ChangeAsync(bool isPure)
    {
        var updates = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Change(isPure)).DistinctBy(update => update.Relationship with { ExpiresAt = null, Caveat = null }).ToList();
        var outcome = await tenant.WriteAsync(updates);
        if (!outcome.IsAccepted) throw new InvalidOperationException(outcome.Refusal.Message);
    }

    /// <summary>Asks the index everything, and compares what it decides with the graph alone.</summary>
    internal void AssertAgrees(TenantState snapshot, string situation)
    {
        var now = tenant.Time.GetUtcNow();
        var alone = new PermissionGraph<FakeStructure>(snapshot, new(null, snapshot.Of(PermissionsRoom.Instance)), now, null, new EvaluationSwitches(0, Off: PermissionPieces.All));
        var with = new PermissionGraph<FakeStructure>(snapshot, alone.Structure, now, null, new EvaluationSwitches(0, Off: PermissionPieces.All & ~PermissionPieces.Leopard));
        foreach (var subject in s_users.Append("user:nobody"))
        {
            foreach (var userset in Usersets())
            {
                var (resource, member) = (ObjectReference.Parse(userset.Split('#')[0]), userset.Split('#')[1]);
                var wanted = alone.Check(resource, member, SubjectReference.Parse(subject)).Value;
                var found = with.Check(resource, member, SubjectReference.Parse(subject)).Value;
                Assert.True(wanted.Decision == found.Decision, $"{userset}@{subject} is {found.Decision} with the index, {wanted.Decision} without, {situation}");
                AssertIndex(with, new(resource, member, SubjectReference.Parse(subject)), wanted.Decision, situation);
            }
        }
    }

    private void AssertIndex(PermissionGraph<FakeStructure> graph, CheckItem item, Decision wanted, string situation)
    {
        Assert.Null(graph.Resolve(item, out var resource, out var permission, out var subject));
        using var scope = EvaluationScope.Rent();
        var question = graph.Ask(subject, null, scope);
        if (!scope.Usersets.TryDecide(question, resource, permission!, out var verdict))
        {
            Asked++;
            return;
        }

        Decided++;
        Assert.True(verdict.Decision == wanted, $"the index says {verdict.Decision} of {item}, the graph {wanted}, {situation}");
    }

    private RelationshipUpdate Change(bool isPure)
    {
        var group = random.Next(Groups);
        var text = random.Next(isPure ? 6 : 14) switch
        {
            0 or 1 => $"group:g{group}#direct@{Pick(s_users)}",
            2 or 3 => $"group:g{group}#direct@group:g{random.Next(Groups)}#member",
            4 => $"group:g{group}#direct@group:g{random.Next(Groups)}#direct",
            5 => $"document:d#viewer@group:g{group}#member",
            6 => $"group:g{group}#direct@group:g{random.Next(Groups)}#member[expiration:{Soon():yyyy-MM-ddTHH:mm:ssZ}]",
            7 => $"group:g{group}#direct@group:g{random.Next(Groups)}#member[flagged]",
            8 => $"group:g{group}#direct@{Pick(s_users)}[expiration:{Soon():yyyy-MM-ddTHH:mm:ssZ}]",
            9 => $"group:g{group}#open@user:*",
            10 => $"group:g{group}#shared@team:t{random.Next(3)}#all",
            11 => $"group:g{group}#direct@team:t{random.Next(3)}#leads",
            12 => random.Next(2) == 0 ? $"team:t{random.Next(3)}#lead@group:g{group}#member" : $"team:t{random.Next(3)}#parent@team:t{random.Next(3)}",
            _ => random.Next(2) == 0 ? $"team:t{random.Next(3)}#banned@{Pick(s_users)}" : $"team:t{random.Next(3)}#lead@{Pick(s_users)}",
        };
        return new(random.Next(5) < 2 ? RelationshipOperation.Delete : RelationshipOperation.Touch, Relationship.Parse(text));
    }

    private DateTimeOffset Soon() => tenant.Time.GetUtcNow().AddMinutes(random.Next(1, 6));

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
