using Panthera.Files.Tests.Support;
using Panthera.Permissions;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Access;

/// <summary>Every operation, for every way of holding a permission, at every place it may be held; the expectation is worked out here, from words.</summary>
public sealed class OperationMatrixTests
{
    private static readonly SubjectReference Caller_ = SubjectReference.Parse("user:caller");
    private static readonly SubjectReference Other = SubjectReference.Parse("user:other");

    // What a relation gives: r, w, s. What is held through groups or by everybody is held no less.
    private static readonly (string Relation, string Gives)[] Relations =
    [
        ("viewer", "r"), ("shared_viewer", "r"), ("editor", "rw"), ("shared_editor", "rw"), ("shared_owner", "rws"), ("owner", "rwso"),
    ];

    private static readonly string[] Ways = ["user", "wildcard", "group", "nested", "expired", "expired-member", "not-yet-expired"];

    private static readonly string[] Places = ["entry", "parent", "root", "sibling", "below"];

    [Theory]
    [CombinatorialRows]
    [Trait("Hazard", "H14")]
    [Trait("Hazard", "H19")]
    [Trait("Hazard", "H18")]
    public async Task Each_operation_is_allowed_denied_or_not_found_as_the_table_says(string relation, string way)
    {
        foreach (var place in Places)
        {
            foreach (var isDirectory in (bool[])[false, true])
            {
                if (place == "below" && !isDirectory) continue;
                foreach (var isAdmin in (bool[])[false, true])
                {
                    await using var test = await CreateAsync();
                    var rights = new Rights(relation, way, place, isDirectory, isAdmin);
                    await rights.PrepareAsync(test);
                    foreach (var operation in Operations) await operation.AssertAsync(test, rights);
                }
            }
        }
    }

    [Fact]
    [Trait("Hazard", "H14")]
    public async Task The_operator_may_do_everything()
    {
        foreach (var isDirectory in (bool[])[false, true])
        {
            await using var test = await CreateAsync();
            var rights = new Rights("viewer", "user", "entry", isDirectory, IsAdmin: false) { IsOperator = true };
            await rights.PrepareAsync(test);
            foreach (var operation in Operations) await operation.AssertAsync(test, rights);
        }
    }

    private static IReadOnlyList<Operation> Operations { get; } =
    [
        new("read", r => r.OnEntry('r'), r => r.EntryVisible, (t, c, e) => { var open = t.Files.OpenRead(c, e); if (open.IsAccepted) open.Value.Dispose(); return Of(open); }) { FileOnly = true },
        new("stat", r => r.EntryVisible, r => r.EntryVisible, (t, c, e) => Of(t.Files.Stat(c, e))),
        new("list", r => r.EntryVisible, r => r.EntryVisible, (t, c, e) => Of(t.Files.List(c, e, ListOptions.Default))) { DirectoryOnly = true },
        new("overwrite", r => r.OnEntry('w'), r => r.EntryVisible || r.OnParent('r'), async (t, c, e) => Of(await t.TryWriteAsync(c, e, "new"))) { FileOnly = true, HiddenRefusal = r => r.ParentVisible },
        new("append", r => r.OnEntry('r') && r.OnEntry('w'), r => r.EntryVisible, async (t, c, e) => Of(await t.Files.AppendAsync(c, e, Bytes(), WriteOptions.Default, CancellationToken.None))) { FileOnly = true },
        new("create", r => r.OnParent('w'), r => r.ParentVisible, async (t, c, e) => Of(await t.TryWriteAsync(c, e + "-new", "new"))),
        new("create deep", r => r.OnParent('w'), r => r.ParentVisible, async (t, c, e) => Of(await t.TryWriteAsync(c, e + "-new/deep/er", "new", new() { CreateParents = true }))) { HiddenRefusal = _ => true },
        new("make directory", r => r.OnParent('w'), r => r.ParentVisible, async (t, c, e) => Of(await t.Files.MakeDirectoryAsync(c, e + "-new", false, CancellationToken.None))),
        new("make directories", r => r.OnParent('w'), r => r.ParentVisible, async (t, c, e) => Of(await t.Files.MakeDirectoryAsync(c, e + "-new/x/y", true, CancellationToken.None))) { HiddenRefusal = _ => true },
        new("create inside", r => r.OnEntry('w'), r => r.EntryVisible, async (t, c, e) => Of(await t.TryWriteAsync(c, e + "/new", "new"))) { DirectoryOnly = true },
        new("delete", r => r.OnParent('w') || r.OnEntry('s'), r => r.EntryVisible, async (t, c, e) => Of(await t.Files.DeleteAsync(c, e, new() { Recursive = true }, CancellationToken.None))),
        new("move out", r => r.OnParent('w') || r.OnEntry('s'), r => r.EntryVisible, async (t, c, e) => Of(await t.Files.MoveAsync(c, e, "/free/" + ((FilePath)e).Name, MoveOptions.Default, CancellationToken.None))),
        new("rename", r => r.OnParent('w'), r => r.EntryVisible, async (t, c, e) => Of(await t.Files.MoveAsync(c, e, e + "-renamed", MoveOptions.Default, CancellationToken.None))),
        new("move in", r => r.OnParent('w'), r => r.ParentVisible, async (t, c, e) => Of(await t.Files.MoveAsync(c, "/free/mine", e + "-new", MoveOptions.Default, CancellationToken.None))),
        new("replace", r => r.OnParent('w') && r.OnEntry('w'), r => r.ParentVisible, async (t, c, e) => Of(await t.Files.MoveAsync(c, "/free/file", e, new() { Replace = true }, CancellationToken.None))) { FileOnly = true },
        new("copy from", r => r.EntryVisible, r => r.EntryVisible, async (t, c, e) => Of(await t.Files.CopyAsync(c, e, "/free/copy-" + ((FilePath)e).Name, CancellationToken.None))),
        new("copy to", r => r.OnParent('w'), r => r.ParentVisible, async (t, c, e) => Of(await t.Files.CopyAsync(c, "/free/source", e + "-new", CancellationToken.None))),
        new("grant", r => r.OnEntry('s') || r.IsAdmin, r => r.EntryVisible, async (t, c, e) => Of(await t.Files.GrantAsync(c, e, "viewer", Other, null, CancellationToken.None))),
        new("revoke", r => r.OnEntry('s') || r.IsAdmin, r => r.EntryVisible, async (t, c, e) => Of(await t.Files.RevokeAsync(c, e, "viewer", Other, CancellationToken.None))),
        new("grants", r => r.OnEntry('s') || r.IsAdmin, r => r.EntryVisible, (t, c, e) => Of(t.Files.Grants(c, e))),
        new("change owner", r => r.OwnsEntry || r.IsAdmin, r => r.EntryVisible, async (t, c, e) => Of(await t.Files.ChangeOwnerAsync(c, e, Other, CancellationToken.None))),
        new("check self", r => r.EntryVisible || r.IsAdmin, r => r.EntryVisible, (t, c, e) => Of(t.Files.Check(c, Caller_, "read", e))),
        new("check other", r => r.OnEntry('s') || r.IsAdmin, r => r.EntryVisible, (t, c, e) => Of(t.Files.Check(c, Other, "read", e))),
        new("explain self", r => r.EntryVisible || r.IsAdmin, r => r.EntryVisible, (t, c, e) => Of(t.Files.Explain(c, Caller_, "read", e))),
        new("explain other", r => r.OnEntry('s') || r.IsAdmin, r => r.EntryVisible, (t, c, e) => Of(t.Files.Explain(c, Other, "read", e))),
    ];

    private static MemoryStream Bytes() => new("more"u8.ToArray());

    private static RefusalCode? Of<T>(Outcome<T> outcome) => outcome.IsAccepted ? null : outcome.Refusal!.Code;

    /// <summary>One operation on an entry that is its own.</summary>
    private sealed record Operation(string Name, Func<Rights, bool> Allowed, Func<Rights, bool> Visible, Func<TestStore, Caller, string, Task<RefusalCode?>> Run)
    {
        internal Operation(string name, Func<Rights, bool> allowed, Func<Rights, bool> visible, Func<TestStore, Caller, string, RefusalCode?> run)
            : this(name, allowed, visible, (test, caller, path) => Task.FromResult(run(test, caller, path)))
        {
        }

        internal bool FileOnly { get; init; }

        internal bool DirectoryOnly { get; init; }

        /// <summary>When what is refused is denied although the entry is hidden: the deepest directory that the caller sees decides. They always see the root.</summary>
        internal Func<Rights, bool> HiddenRefusal { get; init; } = _ => false;

        internal string Entry => "/d/" + Name.Replace(' ', '-');

        internal async Task AssertAsync(TestStore test, Rights rights)
        {
            if ((FileOnly && rights.IsDirectory) || (DirectoryOnly && !rights.IsDirectory)) return;
            RefusalCode? expected = rights.IsOperator || Allowed(rights) ? null
                : Visible(rights) || HiddenRefusal(rights) ? RefusalCode.Denied
                : RefusalCode.NotFound;
            var actual = await Run(test, rights.Caller, Entry);
            Assert.True(expected == actual, $"{Name} with {rights}: expected {expected?.ToString() ?? "allowed"}, got {actual?.ToString() ?? "allowed"}");
        }
    }

    /// <summary>Who holds what, where.</summary>
    private sealed record Rights(string Relation, string Way, string Place, bool IsDirectory, bool IsAdmin)
    {
        internal bool IsOperator { get; init; }

        internal Caller Caller => IsOperator ? Caller.Operator : IsAdmin ? Caller.TenantAdmin(Caller_) : Caller.As(Caller_);

        internal bool OwnsEntry => Relation == "owner" && Place == "entry";

        internal bool EntryVisible => OnEntry('r') || (Place == "below" && Holds('r'));

        internal bool ParentVisible => OnParent('r') || ((Place is "entry" or "below" or "sibling") && Holds('r'));

        internal bool OnEntry(char right) => Place is "entry" or "parent" or "root" && Holds(right);

        internal bool OnParent(char right) => Place is "parent" or "root" && Holds(right);

        private bool Holds(char right) =>
            Way is not ("expired" or "expired-member") && Relations.Single(one => one.Relation == Relation).Gives.Contains(right, StringComparison.Ordinal);

        internal async Task PrepareAsync(TestStore test)
        {
            await test.WriteAsync(Alice, "/d/sibling", "x");
            await test.WriteAsync(Alice, "/free/file", "x");
            await test.WriteAsync(Alice, "/free/mine", "x");
            await test.WriteAsync(Alice, "/free/source", "x");
            await test.GrantAsync("/free", "editor", Caller_.ToString());
            await GroupsAsync(test);
            foreach (var operation in Operations)
            {
                if (IsDirectory) await test.WriteAsync(Alice, operation.Entry + "/below", "x");
                else await test.WriteAsync(Alice, operation.Entry, "x");
                if (Place is "entry") await HoldAsync(test, operation.Entry);
                if (Place is "below") await HoldAsync(test, operation.Entry + "/below");
            }

            if (Place is "parent") await HoldAsync(test, "/d");
            if (Place is "root") await HoldAsync(test, "/");
            if (Place is "sibling") await HoldAsync(test, "/d/sibling");
            test.Time.Advance(TimeSpan.FromTicks(1));
        }

        private async Task HoldAsync(TestStore test, string path)
        {
            if (Relation == "owner")
            {
                _ = (await test.Files.ChangeOwnerAsync(Caller.Operator, path, Caller_, CancellationToken.None)).Value;
                return;
            }

            var now = test.Time.GetUtcNow();
            await (Way switch
            {
                "wildcard" => test.GrantAsync(path, Relation, "user:*"),
                "group" => test.GrantAsync(path, Relation, "group:inner#member"),
                "nested" => test.GrantAsync(path, Relation, "group:outer#member"),
                "expired-member" => test.GrantAsync(path, Relation, "group:former#member"),
                "expired" => test.GrantAsync(path, Relation, Caller_.ToString(), now + TimeSpan.FromTicks(1)),
                "not-yet-expired" => test.GrantAsync(path, Relation, Caller_.ToString(), now + TimeSpan.FromTicks(2)),
                _ => test.GrantAsync(path, Relation, Caller_.ToString()),
            });
        }

        private static async Task GroupsAsync(TestStore test)
        {
            foreach (var (group, member, expiresAt) in ((string, string, DateTimeOffset?)[])
                [("inner", Caller_.ToString(), null), ("outer", "group:inner#member", null), ("former", Caller_.ToString(), test.Time.GetUtcNow() + TimeSpan.FromTicks(1))])
            {
                _ = (await test.Files.CreateGroupAsync(Caller.Operator, group, null, CancellationToken.None)).Value;
                _ = (await test.Files.AddGroupMemberAsync(Caller.Operator, group, SubjectReference.Parse(member), expiresAt, CancellationToken.None)).Value;
            }
        }
    }

    private sealed class CombinatorialRowsAttribute : Xunit.v3.DataAttribute
    {
        public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(System.Reflection.MethodInfo testMethod, Xunit.Sdk.DisposalTracker disposalTracker)
        {
            List<ITheoryDataRow> rows = [];
            foreach (var (relation, _) in Relations)
            {
                foreach (var way in Ways)
                {
                    // Only viewers are everybody, and an owner is one subject.
                    if (way == "wildcard" && relation != "viewer") continue;
                    if (relation == "owner" && way != "user") continue;
                    rows.Add(new TheoryDataRow<string, string>(relation, way));
                }
            }

            return new(rows);
        }

        public override bool SupportsDiscoveryEnumeration() => true;
    }
}
