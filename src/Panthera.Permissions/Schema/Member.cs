namespace Panthera.Permissions.Schema;

/// <summary>A relation or a permission of a definition.</summary>
/// <remarks>Immutable once the schema compiler has returned it. Compared by reference.</remarks>
public abstract class Member
{
    private protected Member(Definition definition, string name, int index, string? comment, int line, int column)
    {
        Definition = definition;
        Name = name;
        Index = index;
        Comment = comment;
        Line = line;
        Column = column;
    }

    /// <summary>The definition it belongs to.</summary>
    public Definition Definition { get; }

    /// <summary>The name, unique among the definition's relations and permissions.</summary>
    public string Name { get; }

    /// <summary>The place among the definition's members, from 0; relations and permissions are counted together.</summary>
    public int Index { get; }

    /// <summary>The documentation comment before the member, without its marks; null when there is none.</summary>
    public string? Comment { get; }

    /// <summary>The line its name stands on, from 1.</summary>
    public int Line { get; }

    /// <summary>The column its name begins at, from 1, in Unicode code points.</summary>
    public int Column { get; }

    /// <summary>Returns the type and the member as <c>type#member</c>.</summary>
    public override string ToString() => $"{Definition.Name}#{Name}";
}
