using Panthera.Files;
using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Graph;

namespace Panthera.Benchmarks;

/// <summary>Measures what the hot paths allocate, exactly, and fails past their budgets. Allocations do not flicker as times do.</summary>
internal static class AllocationGate
{
    private const int Rounds = 20_000;
    private const int Passes = 3;

    internal static async Task<int> RunAsync()
    {
        await using var tenant = await SmallTenant.CreateAsync();
        var ok = true;
        var path = SmallTenant.DeepFile;
        var bob = SubjectReference.Parse("user:bob");
        var asBob = Caller.As(bob);
        var files = tenant.Files;

        // A check by number is the inner loop of everything: nothing.
        ok &= Gate("check.id", 0, CheckById(tenant));

        // Nor does one by path: no gate, no inodes, and a token that the state keeps.
        ok &= Gate("check.path", 0, () => _ = files.Check(Caller.Operator, bob, "read", path).Value);
        ok &= Gate("check.self", 0, () => _ = files.Check(asBob, bob, "write", path).Value);

        // One gate with the inodes on the path, and one answer. The token's text is made only when it is sent.
        ok &= Gate("stat", 550, () => _ = files.Stat(asBob, path).Value);
        return ok ? 0 : 1;
    }

    private static Action CheckById(SmallTenant tenant)
    {
        var state = tenant.Log.Published;
        var tree = state.Of(TreeRoom.Instance);
        var graph = new PermissionGraph<TreeStructure>(state, new TreeStructure(tree), DateTimeOffset.UnixEpoch.AddYears(60));
        var read = graph.FindPermission("file", OperationTable.Read).Value;
        var subject = graph.ResolveSubject(SubjectReference.Parse("user:bob")).Value;
        var file = tree.Resolve(SmallTenant.DeepFile).Target!.Id.Value;
        return () =>
        {
            using var scope = EvaluationScope.Rent();
            if (!graph.CheckFile(file, read, subject, scope).IsAllowed) throw new InvalidOperationException("the check must be allowed");
        };
    }

    private static bool Gate(string name, long budgetBytes, Action action)
    {
        for (var i = 0; i < Rounds; i++) action();

        // What a call allocates it allocates in every pass; what is made once in so many calls (a bitmap that was earned) is in one of them.
        var least = long.MaxValue;
        for (var pass = 0; pass < Passes; pass++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++) action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        var each = least / (double)Rounds;
        var ok = each <= budgetBytes;
        Console.WriteLine($"{(ok ? "ok  " : "FAIL")} {name,-12} {each,8:0.0} bytes, budget {budgetBytes}");
        return ok;
    }
}
