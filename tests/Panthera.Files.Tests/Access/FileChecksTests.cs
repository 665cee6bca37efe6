using Panthera.Files.Access;
using Panthera.Files.Tests.Support;
using Panthera.Permissions;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Access;

/// <summary>Checks that need no gate must answer as the gate does.</summary>
public sealed class FileChecksTests
{
    private static readonly string[] Subjects = ["user:bob", "user:carol", "user:dave", "user:nobody", "group:eng#member", "user:*", "planet:mars"];

    public static TheoryData<string> Schemas => TenantSchemas.Names;

    [Theory]
    [MemberData(nameof(Schemas))]
    [Trait("Hazard", "H20")]
    [Trait("Hazard", "H35")]
    public async Task A_check_without_a_gate_answers_as_the_gate_does(string schema)
    {
        var answered = 0;
        for (var seed = 0; seed < 12; seed++)
        {
            await using var test = await CreateAsync();
            await TenantSchemas.UseAsync(test, schema);
            var world = await RandomWorld.BuildAsync(test, seed);
            foreach (var path in world.Paths.SelectMany(path => (string[])[path, path.TrimEnd('/') + "/", RandomWorld.Join(path, "absent")]))
            {
                foreach (var permission in (string[])["read", "write", "share", "viewer", "owner", "absent"]) answered += Compare(test, permission, path);
            }
        }

        Assert.True(answered > 1000, $"only {answered} checks needed no gate");
    }

    private static int Compare(TestStore test, string permission, string path)
    {
        var answered = 0;
        foreach (var text in Subjects)
        {
            var subject = SubjectReference.Parse(text);
            Caller[] callers = [Caller.Operator, Caller.TenantAdmin(SubjectReference.Parse("user:admin")), Caller.As(SubjectReference.Parse("user:bob")), Caller.As(SubjectReference.Parse("user:carol"))];
            foreach (var caller in callers)
            {
                using var gate = test.Files.Pin(caller);
                var expected = FileChecks.Check(gate, subject, permission, path);
                var found = FileChecks.TryCheck(gate.State, gate.Now, new PermissionStoreOptions(), caller, subject, permission, path, out var answer);
                var whole = test.Files.Check(caller, subject, permission, path);
                var what = $"{caller.Actor} asks whether {text} has {permission} on {path}";
                Assert.True(expected.IsAccepted == whole.IsAccepted && expected.Refusal?.Code == whole.Refusal?.Code, what);
                if (expected.IsAccepted) Assert.Equal(expected.Value, whole.Value);
                if (!found) continue;
                answered++;
                Assert.True(expected.IsAccepted, $"{what}: the gate refuses");
                Assert.Equal(expected.Value, answer);
            }
        }

        return answered;
    }
}
