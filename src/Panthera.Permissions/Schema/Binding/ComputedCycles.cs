using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Finds permissions that come back to themselves on the same resource, without an arrow or a userset between.</summary>
/// <remarks>
/// Such a permission has no meaning of its own, and an evaluator that followed it would not end. Depth-first with a stack of its
/// own, as a schema may chain as many permissions as it has lines; linear in the schema.
/// </remarks>
internal sealed class ComputedCycles
{
    // A cycle longer than this is shown by its beginning.
    private const int MaxShown = 10;

    private readonly HashSet<Permission> _done = [];
    private readonly HashSet<Permission> _onPath = [];
    private readonly Stack<(Permission Permission, Stack<Permission> Remaining)> _path = [];

    private ComputedCycles()
    {
    }

    public static void Report(List<(PermissionSyntax Syntax, Permission Permission)> permissions, ErrorList errors)
    {
        var search = new ComputedCycles();
        var places = permissions.ToDictionary(pair => pair.Permission, pair => pair.Syntax.Name.Start);
        foreach (var (_, permission) in permissions)
        {
            if (search.FindFrom(permission) is var (repeated, cycle))
            {
                errors.Add(
                    places[repeated],
                    $"permission `{repeated.Name}` is computed from itself ({cycle}); "
                    + "only arrows and usersets may lead back to a permission");
            }
        }
    }

    private (Permission Repeated, string Cycle)? FindFrom(Permission start)
    {
        if (_done.Contains(start))
        {
            return null;
        }

        (Permission, string)? found = null;
        Enter(start);
        while (_path.TryPeek(out var top))
        {
            if (!top.Remaining.TryPop(out var next))
            {
                _path.Pop();
                _onPath.Remove(top.Permission);
                _done.Add(top.Permission);
            }
            else if (_onPath.Contains(next))
            {
                found ??= (next, Describe(next));
            }
            else if (!_done.Contains(next))
            {
                Enter(next);
            }
        }

        return found;
    }

    private void Enter(Permission permission)
    {
        var remaining = new Stack<Permission>();
        Collect(permission.Body, remaining);
        _onPath.Add(permission);
        _path.Push((permission, remaining));
    }

    private string Describe(Permission repeated)
    {
        var names = _path.Select(step => step.Permission).TakeWhile(permission => permission != repeated).Reverse();
        var shown = names.Take(MaxShown).Select(permission => permission.Name).Prepend(repeated.Name).ToList();
        shown.Add(shown.Count > MaxShown ? "..." : repeated.Name);
        return string.Join(" -> ", shown.Select(SourceText.Quote));
    }

    private static void Collect(Expression expression, Stack<Permission> permissions)
    {
        switch (expression)
        {
            case MemberExpression { Member: Permission permission }:
                permissions.Push(permission);
                break;
            case UnionExpression { Operands: var operands }:
                CollectAll(operands.AsSpan(), permissions);
                break;
            case IntersectionExpression { Operands: var operands }:
                CollectAll(operands.AsSpan(), permissions);
                break;
            case ExclusionExpression { Left: var left, Right: var right }:
                Collect(left, permissions);
                Collect(right, permissions);
                break;
        }
    }

    private static void CollectAll(ReadOnlySpan<Expression> operands, Stack<Permission> permissions)
    {
        foreach (var operand in operands)
        {
            Collect(operand, permissions);
        }
    }
}
