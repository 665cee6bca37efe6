namespace Panthera.Permissions.Schema;

/// <summary>A member that is computed from others by an expression; no relationship is written to it.</summary>
/// <remarks>
/// INVARIANT (no-computed-cycle): following <see cref="MemberExpression"/>s from a permission never comes back to it, so only
/// arrows and usersets, which go to another object, can recurse.
/// </remarks>
public sealed class Permission : Member
{
    internal Permission(Definition definition, string name, int index, string? comment, int line, int column)
        : base(definition, name, index, comment, line, column)
    {
    }

    /// <summary>The expression that decides it.</summary>
    public Expression Body { get; private set; } = NilExpression.Instance;

    // Called once, by the compiler, before anyone else sees the permission.
    internal void SetBody(Expression body) => Body = body;
}
