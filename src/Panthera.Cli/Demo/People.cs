using Panthera.Files;
using Panthera.Permissions;

namespace Panthera.Cli.Demo;

/// <summary>Who appears in the demo.</summary>
internal static class People
{
    /// <summary>Owns everything.</summary>
    internal static readonly SubjectReference Alice = SubjectReference.Parse("user:alice");

    /// <summary>In group `runtime`, which is in group `eng`.</summary>
    internal static readonly SubjectReference Bob = SubjectReference.Parse("user:bob");

    /// <summary>A contractor with one file.</summary>
    internal static readonly SubjectReference Carol = SubjectReference.Parse("user:carol");

    /// <summary>In group `archive`.</summary>
    internal static readonly SubjectReference Dave = SubjectReference.Parse("user:dave");

    internal static readonly SubjectReference Engineers = SubjectReference.Parse("group:eng#member");

    internal static readonly SubjectReference RuntimeTeam = SubjectReference.Parse("group:runtime#member");

    internal static readonly SubjectReference Archivists = SubjectReference.Parse("group:archive#member");

    internal static SubjectReference[] All => [Alice, Bob, Carol, Dave];

    internal static Caller As(SubjectReference person) => Caller.As(person);

    /// <summary>The name without the type.</summary>
    internal static string Name(SubjectReference person) => person.Id;
}
