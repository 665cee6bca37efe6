using System.CommandLine;

namespace Panthera.Cli.Commands;

/// <summary>Arguments that several commands take, described once.</summary>
internal static class Parameters
{
    internal static Argument<string> Path(string name = "path", string description = "an absolute path in the tenant, such as /docs/plan.md") =>
        new(name) { Description = description };

    internal static Argument<string> Text(string name, string description) => new(name) { Description = description };

    internal static Argument<string> Subject(string name = "subject") =>
        new(name) { Description = "who: user:bob, agent:indexer, group:eng#member or user:*" };

    internal static Option<string?> Expires() =>
        new("--expires") { HelpName = "DURATION", Description = "end it by itself after this long: 30s, 30m, 1h, 7d" };

    internal static Option<string?> IfMatch() =>
        new("--if-match") { HelpName = "ETAG", Description = "refuse unless the entity tag is this one; `stat` shows it" };
}
