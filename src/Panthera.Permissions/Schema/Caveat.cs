using System.Collections.Immutable;
using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Schema;

/// <summary>A named condition that relationships may carry: an expression over typed parameters.</summary>
/// <remarks>Immutable and safe to share between threads. Compared by reference: the same caveat of two schemas is two.</remarks>
public sealed class Caveat
{
    internal Caveat(string name, int index, string? comment, int line, int column, string expressionText, CaveatProgram program)
    {
        Name = name;
        Index = index;
        Comment = comment;
        Line = line;
        Column = column;
        ExpressionText = expressionText;
        Program = program;
    }

    /// <summary>The caveat's name, with its prefix if it has one.</summary>
    public string Name { get; }

    /// <summary>The place among the schema's caveats, from 0.</summary>
    public int Index { get; }

    /// <summary>The documentation comment before the caveat, without its marks; null when there is none.</summary>
    public string? Comment { get; }

    /// <summary>The line its name stands on, from 1.</summary>
    public int Line { get; }

    /// <summary>The column its name begins at, from 1, in Unicode code points.</summary>
    public int Column { get; }

    /// <summary>The parameters, in the order of the text; at least one, no two of one name.</summary>
    public ImmutableArray<CaveatParameter> Parameters => Program.Parameters;

    /// <summary>The expression as written, without the white space around it.</summary>
    public string ExpressionText { get; }

    /// <summary>The expression, compiled.</summary>
    public CaveatProgram Program { get; }

    /// <summary>Finds a parameter; names are compared byte for byte.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The parameter; null when there is none of this name.</returns>
    public CaveatParameter? FindParameter(string name)
    {
        foreach (var parameter in Parameters)
        {
            if (string.Equals(parameter.Name, name, StringComparison.Ordinal))
            {
                return parameter;
            }
        }

        return null;
    }

    /// <summary>Returns the caveat's name.</summary>
    public override string ToString() => Name;
}
