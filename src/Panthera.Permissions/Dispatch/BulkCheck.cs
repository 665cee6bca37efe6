using System.Runtime.ExceptionServices;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Dispatch;

/// <summary>Many questions over one snapshot, shared out to several threads when there are enough of them.</summary>
/// <remarks>The answers are those of single checks, item by item, in any order and on any number of threads: each thread has a scope of its own.</remarks>
internal sealed class BulkCheck<TStructure>
    where TStructure : struct, IStructuralRelations
{
    /// <summary>Questions from which on another thread pays: waking it costs as much as a few dozen, and it begins with an empty scope.</summary>
    internal const int MinForAnother = 512;

    // Between two looks at whether there is more to do.
    private const int Stride = 128;

    private readonly PermissionGraph<TStructure> _graph;
    private readonly IReadOnlyList<CheckItem> _items;
    private readonly CancellationToken _cancellation;
    private readonly Outcome<CheckResult>[] _results;
    private readonly int[] _order;
    private int _next;

    internal BulkCheck(PermissionGraph<TStructure> graph, IReadOnlyList<CheckItem> items, CancellationToken cancellation)
    {
        _graph = graph;
        _items = items;
        _cancellation = cancellation;
        _results = new Outcome<CheckResult>[items.Count];
        _order = BulkOrder.Of(items);
    }

    internal Outcome<CheckResult>[] Run()
    {
        var threads = (_graph.Switches.Pieces & PermissionPieces.Parallel) == 0 ? 1 : Math.Min(Environment.ProcessorCount, _items.Count / MinForAnother);
        if (threads <= 1)
        {
            using var scope = EvaluationScope.Rent();
            Check(scope, 0, _order.Length);
            return _results;
        }

        // The calling thread is one of them, so that it ends also where no other comes.
        try
        {
            Parallel.For(0, threads, new() { MaxDegreeOfParallelism = threads, CancellationToken = _cancellation }, _ => Take());
        }
        catch (AggregateException exception)
        {
            // What a single check throws, a bulk check throws.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return _results;
    }

    private void Take()
    {
        using var scope = EvaluationScope.Rent();
        while (true)
        {
            var begin = Interlocked.Add(ref _next, Stride) - Stride;
            if (begin >= _order.Length) return;
            Check(scope, begin, Math.Min(begin + Stride, _order.Length));
        }
    }

    private void Check(EvaluationScope scope, int begin, int end)
    {
        for (var i = begin; i < end; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            _results[_order[i]] = _graph.Check(_items[_order[i]], scope);
        }
    }
}
