namespace Panthera.Cli.Bench.Graph;

/// <summary>The shapes of other engines' published benchmarks, so that figures stand beside figures.</summary>
internal static class GraphShapes
{
    private const string WideArrowSchema = """
        definition user {}
        definition group { relation member: user }
        definition file {
            relation group: group
            relation view: user
            permission viewer = view + group->member
        }
        """;

    private const string DoubleWideArrowSchema = """
        definition user {}
        definition group { relation member: user }
        definition org {
            relation group: group
            permission member = group->member
        }
        definition file {
            relation org: org
            relation view: user
            permission viewer = view + org->member
        }
        """;

    private const string DeepArrowSchema = """
        definition user {}
        definition document {
            relation parent: document
            relation view: user
            permission viewer = view + parent->viewer
        }
        """;

    private const string LookupSchema = """
        definition user {}
        definition organization {
            relation reader: user
            relation banned: user
            permission read = reader - banned
        }
        definition resource {
            relation viewer: user
            relation organization: organization
            permission read = organization->read
            permission view = viewer & read
        }
        """;

    private const string ShareWithSchema = """
        definition user {}
        definition usergroup {
            relation manager: user | usergroup#member | usergroup#manager
            relation direct_member: user | usergroup#member | usergroup#manager
            permission member = direct_member + manager
        }
        definition resource {
            relation manager: user | usergroup#member | usergroup#manager
            relation viewer: user | usergroup#member | usergroup#manager
            permission view = viewer + manager
        }
        definition organization {
            relation group: usergroup
            relation resource: resource
            relation admin: user | usergroup#member | usergroup#manager
            permission member = admin + group->member
            permission user = admin + member + resource->view
        }
        """;

    internal static IEnumerable<GraphShape> All()
    {
        const string WideDirect = "definition user {}\ndefinition file {\n relation view: user\n permission viewer = view\n}";
        string[] users = [.. Numbers(9001).Select(i => $"file:one#view@user:u{i}")];
        yield return new("wide_direct", "9,001 users on one file: the last of them", WideDirect, users, "file:one#viewer@user:u9000", IsAllowed: true);
        yield return new("wide_direct_absent", "9,001 users on one file: somebody else", WideDirect, [.. users, "file:two#view@user:absent"], "file:one#viewer@user:absent", IsAllowed: false);

        string[] groups = [.. Numbers(100).Select(g => $"file:one#group@group:g{g}"), .. Numbers(100).SelectMany(g => Numbers(100).Select(u => $"group:g{g}#member@user:g{g}u{u}"))];
        yield return new("wide_groups", "100 groups of 100 users on one file: a member of the last", WideArrowSchema, groups, "file:one#viewer@user:g99u99", IsAllowed: true);

        string[] chain = ["document:target#parent@document:d1", .. Numbers(30).Select(i => $"document:d{i + 1}#parent@document:d{i + 2}"), "document:d29#view@user:slow"];
        yield return new("deep_arrow", "a grant 29 documents up a chain of 31", DeepArrowSchema, chain, "document:target#viewer@user:slow", IsAllowed: true);

        string[] wide = [.. Steps("file", "group", 10, 30, 97, "group"), .. Steps("group", "member", 97, 20, 997, "user")];
        yield return new("wide_arrow", "30 groups a file, 20 users a group", WideArrowSchema, [.. wide.Distinct()], "file:file0#viewer@user:user570", IsAllowed: true);

        string[] doubly = [.. Steps("file", "org", 5, 20, 97, "org"), .. Steps("org", "group", 97, 10, 299, "group"), .. Steps("group", "member", 299, 20, 499, "user")];
        yield return new("double_wide_arrow", "20 organizations a file, 10 groups each, 20 users each", DoubleWideArrowSchema, [.. doubly.Distinct()], "file:file0#viewer@user:user181", IsAllowed: true);

        string[] listed = ["organization:org1#reader@user:tom", .. Numbers(499).SelectMany(i => (string[])[$"resource:resource{i}#viewer@user:tom", $"resource:resource{i}#organization@organization:org1"])];
        yield return new("lookup_intersection", "499 resources, each of one organization", LookupSchema, listed, "resource:resource1#view@user:tom", IsAllowed: true, Looked: 499);

        yield return new("share_with", "a member three groups deep", ShareWithSchema, ShareWith(), "resource:promserver#view@user:sarah", IsAllowed: true);
    }

    private static string[] ShareWith() =>
    [
        "usergroup:productname#manager@user:an_eng_manager", "usergroup:productname#direct_member@user:an_engineer",
        "usergroup:applications#manager@user:an_eng_director", "usergroup:applications#direct_member@usergroup:productname#member",
        "usergroup:engineering#manager@user:cto", "usergroup:engineering#direct_member@usergroup:applications#member",
        "usergroup:csuite#manager@user:ceo", "usergroup:csuite#manager@user:cto", "usergroup:productname#direct_member@user:sarah",
        "usergroup:applications#direct_member@user:one", "usergroup:applications#direct_member@user:two", "usergroup:engineering#direct_member@user:three",
        "resource:promserver#manager@usergroup:productname#member", "resource:promserver#viewer@usergroup:engineering#member",
        "resource:jira#viewer@usergroup:engineering#member", "resource:jira#manager@usergroup:engineering#manager",
        "organization:org1#group@usergroup:csuite", "organization:org1#group@usergroup:productname", "organization:org1#group@usergroup:applications",
        "organization:org1#group@usergroup:engineering", "organization:org1#resource@resource:promserver", "organization:org1#resource@resource:jira",
        "organization:org1#admin@usergroup:csuite#manager", "organization:org1#admin@user:it_admin", "resource:jira#viewer@user:auditor",
    ];

    // The i-th of an object's subjects is i times its number plus one, modulo.
    private static IEnumerable<string> Steps(string type, string relation, int objects, int each, int modulo, string subject) =>
        from number in Numbers(objects)
        from i in Numbers(each)
        select $"{type}:{type}{number}#{relation}@{subject}:{subject}{i * (number + 1) % modulo}";

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);
}
