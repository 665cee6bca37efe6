using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;

namespace Panthera.Files.Tests.Support;

/// <summary>Schemas that a tenant with files may have, and that treat directories differently.</summary>
internal static class TenantSchemas
{
    /// <summary>The relations of `file` that the tests grant; each schema here has them all.</summary>
    internal static readonly string[] Relations = ["viewer", "editor", "shared_viewer", "shared_editor", "shared_owner", "banned", "cleared", "lister"];

    private const string Head =
        """
        use expiration
        definition user {}
        definition agent {}
        definition group {
            relation manager: user | agent
            relation direct_member: user | agent | group#member | user with expiration | agent with expiration
            permission member = direct_member
        }
        definition file {
            relation parent: file
            relation owner: user | agent
            relation editor: user | agent | group#member | user with expiration | group#member with expiration
            relation viewer: user | user:* | agent | group#member | user with expiration | group#member with expiration
            relation shared_owner: user | agent | group#member | user with expiration | group#member with expiration
            relation shared_editor: user | agent | group#member | user with expiration | group#member with expiration
            relation shared_viewer: user | agent | group#member | user with expiration | group#member with expiration
            relation banned: user | agent | group#member | user with expiration | group#member with expiration
            relation cleared: user | agent | group#member | user with expiration | group#member with expiration
            relation lister: user | agent | group#member | user with expiration | group#member with expiration

        """;

    internal static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["as built in"] = Head +
            """
                permission share = owner + shared_owner + parent->share
                permission write = editor + shared_editor + share + parent->write
                permission read = viewer + shared_viewer + write + parent->read
            }
            """,
        ["who is banned cannot read there or below"] = Head +
            """
                permission share = owner + shared_owner + parent->share
                permission write = editor + shared_editor + share + parent->write
                permission read = (viewer + shared_viewer + write + parent->read) - banned
            }
            """,
        ["who is banned has nothing right there but again below"] = Head +
            """
                permission inherited = viewer + shared_viewer + parent->inherited
                permission share = (owner + shared_owner + parent->share) - banned
                permission write = (editor + shared_editor + share + parent->write) - banned
                permission read = (inherited + write + parent->read) - banned
            }
            """,
        ["viewers must be cleared as well"] = Head +
            """
                permission share = owner + shared_owner + parent->share
                permission write = editor + shared_editor + share + parent->write
                permission read = (viewer & cleared) + (shared_viewer & parent->read) + write + parent->read
            }
            """,
        ["grants do not reach downward"] = Head +
            """
                permission share = owner + shared_owner
                permission write = editor + shared_editor + share
                permission read = viewer + shared_viewer + write
            }
            """,
        ["only every second level is read"] = Head +
            """
                permission skipped = parent->read
                permission share = owner + shared_owner
                permission write = editor + shared_editor + share
                permission read = viewer + shared_viewer + write + parent->skipped
            }
            """,
        ["listers read only what is below"] = Head +
            """
                permission listed = lister + parent->listed
                permission share = owner + shared_owner + parent->share
                permission write = editor + shared_editor + share + parent->write
                permission read = viewer + shared_viewer + write + parent->read + parent->listed
            }
            """,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Gives the tenant a schema.</summary>
    internal static async Task UseAsync(TestStore test, string name)
    {
        var proposal = new WriteSchemaProposal(SchemaCompiler.Compile(All[name]), _ => true);
        _ = (await test.Tenant.Log.CommitAsync(proposal, new("test"), CancellationToken.None)).Outcome.Value;
    }

    internal static bool Has(TestStore test, Caller caller, string permission, FilePath path) =>
        test.Files.Check(Caller.Operator, caller.Subject!, permission, path).Value.Decision == Decision.Allowed;
}
