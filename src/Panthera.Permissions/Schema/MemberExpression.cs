namespace Panthera.Permissions.Schema;

/// <summary>Grants whom a relation or permission of the same resource grants.</summary>
public sealed class MemberExpression : Expression
{
    internal MemberExpression(Member member) => Member = member;

    /// <summary>The relation or permission, of the same definition.</summary>
    public Member Member { get; }

    /// <inheritdoc/>
    public override string ToString() => Member.Name;
}
