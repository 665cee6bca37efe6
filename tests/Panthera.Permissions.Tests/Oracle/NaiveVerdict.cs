using System.Collections.Immutable;
using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>A value of the naive checker: a decision and, where it is open, why. <c>default</c> is denied.</summary>
internal readonly record struct NaiveVerdict
{
    private readonly ImmutableSortedSet<string>? _causes;

    private NaiveVerdict(Decision decision, ImmutableSortedSet<string> causes)
    {
        Decision = decision;
        _causes = causes;
    }

    internal Decision Decision { get; init; }

    internal ImmutableSortedSet<string> Causes => _causes ?? Nothing;

    /// <summary>What a check must name as missing.</summary>
    internal IEnumerable<string> Missing => Decision == Decision.Conditional ? Causes : [];

    // INVARIANT (ordinal): names sort as the evaluator sorts them.
    private static ImmutableSortedSet<string> Nothing { get; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    internal static NaiveVerdict Of(Decision decision) => new(decision, Nothing);

    internal static NaiveVerdict InDoubt(IEnumerable<string> causes) => new(Decision.Error, Nothing.Union(causes));

    internal static NaiveVerdict Either(IEnumerable<NaiveVerdict> operands) => Combine(operands, Decision.Allowed, Decision.Denied);

    internal static NaiveVerdict Both(IEnumerable<NaiveVerdict> operands) => Combine(operands, Decision.Denied, Decision.Allowed);

    internal NaiveVerdict Not() => Decision switch
    {
        Decision.Allowed => Of(Decision.Denied),
        Decision.Denied => Of(Decision.Allowed),
        _ => this,
    };

    private static NaiveVerdict Combine(IEnumerable<NaiveVerdict> operands, Decision settles, Decision otherwise)
    {
        var all = operands.ToList();
        if (all.Exists(one => one.Decision == settles)) return Of(settles);
        var open = all.FindAll(one => one.Decision != otherwise);
        return open.Count == 0 ? Of(otherwise) : new(Decision.Error, Nothing.Union(open.SelectMany(one => one.Causes)));
    }
}
