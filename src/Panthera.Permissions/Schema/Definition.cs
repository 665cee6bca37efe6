using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Panthera.Permissions.Schema;

/// <summary>A type of resource or subject, with its relations and permissions.</summary>
/// <remarks>
/// Immutable once the schema compiler has returned it. Compared by reference: the same type of two schemas is two definitions.
/// </remarks>
public sealed class Definition
{
    private FrozenDictionary<string, Member> _byName = FrozenDictionary<string, Member>.Empty;

    internal Definition(string name, int index, string? comment, int line, int column)
    {
        Name = name;
        Index = index;
        Comment = comment;
        Line = line;
        Column = column;
    }

    /// <summary>The type's name, with its prefix if it has one.</summary>
    public string Name { get; }

    /// <summary>The place among the schema's definitions, from 0.</summary>
    public int Index { get; }

    /// <summary>The documentation comment before the definition, without its marks; null when there is none.</summary>
    public string? Comment { get; }

    /// <summary>The line its name stands on, from 1.</summary>
    public int Line { get; }

    /// <summary>The column its name begins at, from 1, in Unicode code points.</summary>
    public int Column { get; }

    /// <summary>The relations and permissions, in the order of the text.</summary>
    public ImmutableArray<Member> Members { get; private set; } = [];

    /// <summary>Finds a relation or permission; names are compared byte for byte.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="member">The member, when there is one.</param>
    /// <returns>Whether the definition has the member.</returns>
    public bool TryGetMember(string name, [NotNullWhen(true)] out Member? member) => _byName.TryGetValue(name, out member);

    /// <summary>Returns the type's name.</summary>
    public override string ToString() => Name;

    // Called once, by the compiler, before anyone else sees the definition.
    internal void SetMembers(ImmutableArray<Member> members)
    {
        Members = members;
        _byName = members.ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);
    }
}
